using TinyRnn.Model;
using TinyRnn.Training;

namespace TrainingBenchmark;

/// <summary>The trainer of this repository.</summary>
internal sealed class TrainingPass : ITrainingPass
{
    private readonly TrainableNetwork<float> _network;
    private readonly DataParallelNetwork<float> _learner;
    private readonly Adam<float> _adam;
    private readonly NetworkState<float> _state;
    private readonly PackedLayout _layout = new();
    private readonly int[] _tokens;
    private readonly int[] _targets;

    public TrainingPass(string cell, int hidden, int batch, int threads)
    {
        const int Symbols = ITrainingPass.Symbols;
        _network = new TrainableNetwork<float>(Architecture.Recurrent(
            Symbols,
            Symbols,
            Activation.Identity,
            new RecurrentArchitecture { Cell = Enum.Parse<RecurrentCell>(cell, ignoreCase: true), HiddenSize = hidden }));
        Xoshiro256StarStar random = new(1);
        _network.Initialize(WeightInitialization.Uniform, random);
        _learner = new DataParallelNetwork<float>(_network, threads);
        _adam = new Adam<float>(_network.Parameters);
        _state = new NetworkState<float>(_network, batch);
        _layout.Reset(batch, ITrainingPass.Steps);
        _tokens = [.. Enumerable.Range(0, _layout.Rows).Select(_ => random.NextInt32(Symbols))];
        _targets = [.. _tokens.Select(token => (token + 1) % Symbols)];
    }

    public int Characters => _layout.Rows;

    public void Update()
    {
        _learner.Learn(_layout, new StepInput<float>(_tokens), new StepInput<float>(_targets), OutputSteps.Every, _state, _state);
        _learner.Update(_adam, GradientClipping.Coefficient(_learner.GradientNorm(), 1));
    }

    public void Dispose() => _learner.Dispose();
}
