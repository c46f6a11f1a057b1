using TorchSharp;
using TorchSharp.Modules;
using TrainingBenchmark;
using static TorchSharp.torch;

namespace TorchBenchmark;

/// <summary>
/// PyTorch's own layer over all steps in one call, a linear layer, and cross-entropy. The one-hot input is made once and not timed.
/// </summary>
internal sealed class TorchPass : ITrainingPass
{
    private readonly nn.Module _recurrent;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;
    private readonly optim.Optimizer _adam;
    private readonly Tensor _input;
    private readonly Tensor _targets;
    private Tensor _hidden;
    private Tensor _cell;

    public TorchPass(string cell, int hidden, int batch)
    {
        _recurrent = cell switch
        {
            "gru" => nn.GRU(ITrainingPass.Symbols, hidden),
            "lstm" => nn.LSTM(ITrainingPass.Symbols, hidden),
            _ => nn.RNN(ITrainingPass.Symbols, hidden),
        };
        _output = nn.Linear(hidden, ITrainingPass.Symbols);
        _parameters = [.. _recurrent.parameters(), .. _output.parameters()];
        _adam = optim.Adam(_parameters);
        Characters = ITrainingPass.Steps * batch;
        Tensor tokens = randint(ITrainingPass.Symbols, [ITrainingPass.Steps, batch], int64);
        _input = nn.functional.one_hot(tokens, ITrainingPass.Symbols).to(float32);
        _targets = ((tokens + 1) % ITrainingPass.Symbols).reshape(-1);
        _hidden = zeros(1, batch, hidden);
        _cell = zeros(1, batch, hidden);
    }

    public int Characters { get; }

    public void Update()
    {
        using DisposeScope scope = NewDisposeScope();
        _adam.zero_grad();
        Tensor states;
        Tensor? hidden, cell = null;
        switch (_recurrent)
        {
            case GRU gru:
                (states, hidden) = gru.call(_input, _hidden);
                break;
            case LSTM lstm:
                (states, hidden, cell) = lstm.call(_input, (_hidden, _cell));
                break;
            default:
                (states, hidden) = ((RNN)_recurrent).call(_input, _hidden);
                break;
        }

        Tensor loss = nn.functional.cross_entropy(_output.call(states).reshape(Characters, ITrainingPass.Symbols), _targets);
        loss.backward();
        nn.utils.clip_grad_norm_(_parameters, 1);
        _adam.step();
        Carry(ref _hidden, hidden);
        if (cell is not null)
        {
            Carry(ref _cell, cell);
        }
    }

    public void Dispose()
    {
        _adam.Dispose();
        _recurrent.Dispose();
        _output.Dispose();
        _input.Dispose();
        _targets.Dispose();
        _hidden.Dispose();
        _cell.Dispose();
    }

    // The state outlives the update's other tensors.
    private static void Carry(ref Tensor state, Tensor next)
    {
        state.Dispose();
        state = next.detach().MoveToOuterDisposeScope();
    }
}
