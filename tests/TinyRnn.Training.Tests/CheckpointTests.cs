namespace TinyRnn.Training.Tests;

public class CheckpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Trainings.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_training_goes_on_to_the_same_bytes(string name)
    {
        using TemporaryFolder folder = new();
        CheckpointOptions checkpoints = new(Path.Combine(folder.Path, "a.checkpoint"));
        TrainingResult whole = Trainings.Make(name).Train(cancellation: Cancellation);
        foreach (int stop in (int[])[1, 2, 3, 9, 10, 11, 12, whole.Iterations / 2, whole.Iterations - 1])
        {
            using CancellationTokenSource source = new();
            TrainingResult part = Trainings.Make(name).Train(checkpoints, progress => Stop(progress, stop, source.Cancel), source.Token);
            Assert.True(part.Cancelled);
            Assert.Equal(stop, part.Iterations);
            AssertSame(whole, Trainings.Make(name).Train(checkpoints with { Resume = true }, cancellation: Cancellation));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_that_breaks_off_again_and_again_ends_with_the_same_bytes(string name)
    {
        using TemporaryFolder folder = new();
        CheckpointOptions checkpoints = new(Path.Combine(folder.Path, "a.checkpoint")) { EverySteps = 4 };
        TrainingResult whole = Trainings.Make(name).Train(cancellation: Cancellation);

        // Steps after the last checkpoint are lost and done again.
        for (int stop = 6; stop < whole.Iterations; stop += 6)
        {
            int step = stop;
            CheckpointOptions part = checkpoints with { Resume = stop > 6 };
            Assert.Throws<TimeoutException>(
                () => Trainings.Make(name).Train(part, progress => Stop(progress, step, () => throw new TimeoutException()), Cancellation));
        }

        AssertSame(whole, Trainings.Make(name).Train(checkpoints with { Resume = true }, cancellation: Cancellation));
    }

    [Fact]
    public void Checkpoints_change_nothing()
    {
        using TemporaryFolder folder = new();
        TrainingResult with = Trainings.Make("streams").Train(
            new CheckpointOptions(Path.Combine(folder.Path, "a.checkpoint")) { EverySteps = 1 }, cancellation: Cancellation);
        AssertSame(Trainings.Make("streams").Train(cancellation: Cancellation), with);
        Assert.Equal(["a.checkpoint"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Patience_goes_on_too()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions checkpoints = new(Path.Combine(folder.Path, "a.checkpoint")) { EverySteps = 1 };
        Trainer Make() => Trainings.Make("tutorial", options => ((TutorialOptions)options) with { Patience = 3, EvaluateEvery = 2, Steps = 1000 });
        TrainingResult whole = Make().Train(cancellation: Cancellation);
        Assert.True(whole.StoppedEarly);
        for (int stop = 1; stop < whole.Iterations; stop++)
        {
            int step = stop;
            Assert.Throws<TimeoutException>(
                () => Make().Train(checkpoints, progress => Stop(progress, step, () => throw new TimeoutException()), Cancellation));
            AssertSame(whole, Make().Train(checkpoints with { Resume = true }, cancellation: Cancellation));
        }

        // The last one is of the end of the run.
        AssertSame(whole, Make().Train(checkpoints with { Resume = true }, cancellation: Cancellation));
    }

    [Fact]
    public void Damage_at_any_place_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, "classifier, adam");
        byte[] good = File.ReadAllBytes(path);
        Assert.True(good.Length > 4000, $"{good.Length} bytes");
        Xoshiro256StarStar random = new(5);
        for (int i = 0; i < 300; i++)
        {
            int place = i < 100 ? i : random.NextInt32(good.Length);
            byte[] flipped = [.. good];
            flipped[place] ^= (byte)(1 << random.NextInt32(8));
            Refuse(flipped, "damaged");
            Refuse(good[..place], "damaged");
        }

        Refuse([.. good, 0], "damaged");
        Refuse([.. good[..^1]], "damaged");
        Refuse([], "is not a checkpoint");
        Refuse("{\"tinyrnn\": 1}"u8.ToArray(), "is not a checkpoint");

        void Refuse(byte[] bytes, string reason)
        {
            File.WriteAllBytes(path, bytes);
            string message = Resume("classifier, adam", path).Message;
            Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);

            // What stands first says what the file is.
            Assert.True(
                message.Contains(reason, StringComparison.Ordinal) || message.Contains("is not a checkpoint", StringComparison.Ordinal)
                || message.Contains("version", StringComparison.Ordinal),
                message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_and_says_why()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, "classifier, adam");
        string Message(Func<TrainingOptions, TrainingOptions> change) => Resume("classifier, adam", path, change).Message;
        Assert.Contains("other settings: seed is 1 there and 2 here", Message(options => options with { Seed = 2 }), StringComparison.Ordinal);
        Assert.Contains(
            "optimizer.learningRate is 0.02 there and 0.01 here",
            Message(options => options with { Optimizer = options.Optimizer with { LearningRate = 0.01 } }), StringComparison.Ordinal);
        Assert.Contains("dropout is 0.2 there and not set here", Message(options => options with { Dropout = 0 }), StringComparison.Ordinal);
        Assert.Contains("patience is not set there and 7 here", Message(options => options with { Patience = 7 }), StringComparison.Ordinal);
        Assert.Contains("other settings: layers.rnn is not set there and ", Resume("tutorial", path).Message, StringComparison.Ordinal);

        CharacterCorpus one = CharacterCorpus.FromText(
            string.Concat(Enumerable.Repeat("abcd ", 60))), other = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("acbd ", 60)));
        LanguageModelTrainer Make(CharacterCorpus corpus) =>
            new(corpus, Architecture.Rnn(5, 4, 5, Activation.Identity), new LanguageModelOptions { Epochs = 1 });
        CheckpointOptions checkpoints = new(path) { EverySteps = 1 };
        Make(one).Train(checkpoints, cancellation: Cancellation);
        Make(one).Train(checkpoints with { Resume = true }, cancellation: Cancellation);
        CheckpointException data = Assert.Throws<CheckpointException>(() => Make(other).Train(checkpoints with { Resume = true }, cancellation: Cancellation));
        Assert.Equal(path + ": the checkpoint belongs to a training on other data", data.Message);
        Assert.Equal(path, data.Path);
        File.Delete(path);
        Assert.EndsWith(
            "there is no checkpoint to continue from",
            Assert.Throws<CheckpointException>(() => Make(one).Train(checkpoints with { Resume = true }, cancellation: Cancellation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_the_same_layers_joined_otherwise_is_refused()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions checkpoints = new(Path.Combine(folder.Path, "a.checkpoint")) { EverySteps = 1 };
        CharacterCorpus corpus = CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("abcd ", 60)));
        LanguageModelTrainer Make(params string[] inputs)
        {
            Layer[] layers =
            [
                new GruLayer("a", 5, 4), new GruLayer("b", 4, 4), new GruLayer("c", 4, 4),
                new CombineLayer("sum", CombineOperation.Add, 4, 4) { Inputs = inputs }, new DenseLayer("output", 4, 5),
            ];
            return new LanguageModelTrainer(corpus, layers, new LanguageModelOptions { Epochs = 1 });
        }

        Make("c", "b").Train(checkpoints, cancellation: Cancellation);
        Make("c", "b").Train(checkpoints with { Resume = true }, cancellation: Cancellation);
        checkpoints = checkpoints with { Resume = true };
        CheckpointException error = Assert.Throws<CheckpointException>(() => Make("c", "a").Train(checkpoints, cancellation: Cancellation));
        Assert.EndsWith("layers.sum is add(4, 4) of c and b there and add(4, 4) of c and a here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_version_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, "tutorial");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[8] = 9;
        File.WriteAllBytes(path, bytes);
        Assert.EndsWith("is a checkpoint of version 9; version 1 was expected", Resume("tutorial", path).Message, StringComparison.Ordinal);
    }

    private static void Stop(TrainingProgress progress, int iteration, Action stop)
    {
        if (progress.Iteration == iteration)
        {
            stop();
        }
    }

    private static string Write(TemporaryFolder folder, string name)
    {
        string path = Path.Combine(folder.Path, "a.checkpoint");
        Trainings.Make(name).Train(new CheckpointOptions(path) { EverySteps = 5 }, cancellation: Cancellation);
        return path;
    }

    private static CheckpointException Resume(string name, string path, Func<TrainingOptions, TrainingOptions>? change = null) =>
        Assert.Throws<CheckpointException>(() => Trainings.Make(name, change).Train(new CheckpointOptions(path) { Resume = true }, cancellation: Cancellation));

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(NetworkWriter.Write(expected.Network), NetworkWriter.Write(actual.Network));
        Assert.Equal(expected.LossCurve, actual.LossCurve);
        Assert.Equal(
            (expected.Iterations, expected.BestIteration, expected.Metric, expected.Cancelled, expected.StoppedEarly),
            (actual.Iterations, actual.BestIteration, actual.Metric, actual.Cancelled, actual.StoppedEarly));
    }
}
