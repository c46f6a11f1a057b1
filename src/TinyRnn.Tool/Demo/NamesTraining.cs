using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Demo;

/// <summary>Settings that learn the tool's own names data well in seconds.</summary>
internal static class NamesTraining
{
    public static ClassifierTrainer Create(LabelledDataSet data, IReadOnlyList<Layer> layers) => new(data, layers, new ClassifierOptions
    {
        Name = "names by language",
        Epochs = 20,
        Optimizer = new OptimizerOptions { LearningRate = 2e-3, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 },
    });
}
