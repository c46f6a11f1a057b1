namespace TinyRnn.Training.Tests;

/// <summary>Nothing grows while a training runs. Alone, because memory is the whole process's.</summary>
[Collection(nameof(LongTrainingTests))]
[CollectionDefinition(nameof(LongTrainingTests), DisableParallelization = true)]
public class LongTrainingTests
{
    [Theory]
    [InlineData("tutorial", 20_000)]
    [InlineData("streams", 1500)]
    [InlineData("regression", 4000)]
    public void Managed_memory_after_ten_times_as_many_steps_is_the_same(string name, int first)
    {
        using TemporaryFolder folder = new();
        Trainer trainer = Trainings.Make(name, options => options switch
        {
            TutorialOptions tutorial => tutorial with { Steps = 10 * first, LossEvery = 1, EvaluateEvery = 100, Patience = 1_000_000 },
            LanguageModelOptions text => text with { Epochs = 100_000 },
            SequenceRegressionOptions regression => regression with { Epochs = 100_000 },
            _ => options,
        });
        using CancellationTokenSource source = new();
        long early = 0, late = 0;
        trainer.Train(
            new CheckpointOptions(Path.Combine(folder.Path, "long.checkpoint")) { EverySteps = first / 2 },
            progress =>
            {
                if (progress.Iteration == first)
                {
                    early = Measure();
                }

                if (progress.Iteration == 10 * first)
                {
                    late = Measure();
                    source.Cancel();
                }
            },
            source.Token);
        Assert.True(early > 0 && late > 0, $"{early} bytes, then {late}");

        // Room for what the runtime itself keeps; anything a step, if only a number, would be 8 bytes times the steps between.
        Assert.True(late - early < Math.Min(16_384, 8 * 9 * first), $"{early} bytes after {first} steps, {late} after ten times as many");
    }

    private static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
