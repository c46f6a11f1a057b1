using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// The files that a training writes: the model, and next to it measurements, pictures and the checkpoint. If the model would replace a better one
/// that was measured on the same data, both are kept.
/// </summary>
internal sealed class TrainingOutputs
{
    private const string WorseEnding = "-worse";
    private const string NewEnding = ".new";
    private const string CandidateEnding = ".candidate";

    private static readonly string[] AlwaysBeside = ["-metrics.jsonl", "-loss.svg"];

    private readonly string _checkpoint;
    private readonly string[] _beside;
    private ModelFigure? _earlier;

    /// <param name="files">The files of the run, with what it reads.</param>
    /// <param name="model">The model file.</param>
    /// <param name="keepsCheckpoint">Whether a checkpoint may be written.</param>
    /// <param name="pictures">Suffixes of other files next to the model, which follow the stem of its name.</param>
    /// <exception cref="ToolException">An output file is also an input.</exception>
    public TrainingOutputs(RunFiles files, string model, bool keepsCheckpoint, params IEnumerable<string> pictures)
    {
        Files = files;
        Model = model;
        KeepsCheckpoint = keepsCheckpoint;
        _checkpoint = CheckpointPath(model);
        _beside = [.. AlwaysBeside, .. pictures];
        AddTo(files, model);
        if (keepsCheckpoint)
        {
            files.Writes(_checkpoint);
        }

        string metrics = MetricsFile.PathBeside(model);
        files.Uses(metrics + NewEnding).Uses(metrics + CandidateEnding).Uses(metrics + NewEnding + CandidateEnding);

        files.CheckInputs();
    }

    /// <summary>The files of the run.</summary>
    public RunFiles Files { get; }

    /// <summary>The model file.</summary>
    public string Model { get; }

    /// <summary>Whether a checkpoint may be written.</summary>
    public bool KeepsCheckpoint { get; }

    /// <summary>The file for measurements during training. An old model that may stay keeps its own.</summary>
    public string Measurements { get; private set; } = "";

    /// <summary>The file for measurements of one of several trainings, until that is the best one.</summary>
    public string CandidateMeasurements => Measurements + CandidateEnding;

    /// <summary>The checkpoint of a training that writes a model.</summary>
    public static string CheckpointPath(string model) => Path.ChangeExtension(model, ".checkpoint");

    /// <summary>Reports the files that exist and asks whether to replace them, before the training.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="isResumed">Whether the training continues from its checkpoint.</param>
    /// <exception cref="ToolException">The user keeps the existing files.</exception>
    /// <exception cref="CheckpointException">There is no checkpoint that fits.</exception>
    public void Prepare(Trainer trainer, bool isResumed)
    {
        Network? old = FindModel();
        if (isResumed)
        {
            Resume(trainer, old);
        }
        else if (_checkpoint != Model && File.Exists(_checkpoint))
        {
            DescribeCheckpoint(trainer);
        }

        // A file that this training wrote before it stopped may be replaced without a question.
        _earlier = old is null || (isResumed && trainer.Made(old)) ? null : ModelFigure.Of(old);
        if (_earlier is not null)
        {
            AddTo(Files, ModelFiles.WithEnding(Model, WorseEnding));
            Files.CheckInputs();
        }

        Files.AskToReplace();
        string metrics = MetricsFile.PathBeside(Model);
        string set = metrics + NewEnding;
        Measurements = File.Exists(Model) && File.Exists(metrics) && (!isResumed || File.Exists(set)) ? set : metrics;
    }

    /// <summary>The file for the trained model: it replaces the existing model, or goes next to it if the existing one is better.</summary>
    public string PlaceFor(TrainingResult result) => _earlier?.BetterThan(result) is null ? Model : ModelFiles.WithEnding(Model, WorseEnding);

    /// <summary>Reports that the existing model is better, if it is.</summary>
    public void ReportPlace(TrainingResult result)
    {
        if (_earlier?.BetterThan(result) is double metric)
        {
            string better = $"{Model} is kept, because it is better on the same data: {Measures.Describe(result.MetricName, metric, result.IsOfTest)}";
            Report.Write("Worse", $"{better}; this training's model is {PlaceFor(result)}");
        }
    }

    /// <summary>Moves the measurements next to the model.</summary>
    /// <returns>Their path.</returns>
    public static string PlaceMeasurements(string model, string measurements)
    {
        string path = MetricsFile.PathBeside(model);
        if (path != measurements)
        {
            File.Move(measurements, path, overwrite: true);
        }

        return path;
    }

    /// <summary>Deletes this run's files next to a place that the model has left.</summary>
    public void Remove(string model)
    {
        foreach (string path in PathsOf(model))
        {
            File.Delete(path);
        }
    }

    private IEnumerable<string> PathsOf(string model) => [model, .. _beside.Select(ending => ModelFiles.Stem(model) + ending)];

    private void AddTo(RunFiles files, string model)
    {
        foreach (string path in PathsOf(model))
        {
            files.Writes(path);
        }
    }

    private void Resume(Trainer trainer, Network? old)
    {
        CheckpointContent content = trainer.ReadCheckpoint(_checkpoint);
        if (content.Difference is string difference)
        {
            throw new CheckpointException(_checkpoint, difference);
        }

        Report.Write("Resumes", FormattableString.Invariant($"after step {content.Step:#,0}, from {_checkpoint}"));
        foreach (string path in PathsOf(Model).Skip(1).Append(_checkpoint))
        {
            Files.Continues(path);
        }

        if (old is not null && trainer.Made(old))
        {
            Files.Continues(Model);
        }
    }

    private void DescribeCheckpoint(Trainer trainer)
    {
        string what;
        try
        {
            CheckpointContent content = trainer.ReadCheckpoint(_checkpoint);
            string same = FormattableString.Invariant($"is a checkpoint of a training with the same settings and data, after step {content.Step:#,0}");
            what = content.Difference ?? same + ": --resume continues it";
        }
        catch (CheckpointException e)
        {
            what = e.Message[(_checkpoint.Length + 2)..];
        }

        if (!KeepsCheckpoint)
        {
            Report.Write("Checkpoint", $"{_checkpoint}: {what}; this training leaves it as it is");
            return;
        }

        Files.Describe(_checkpoint, what);
        if (Files.IsForced)
        {
            Report.Write("Checkpoint", $"{_checkpoint}: {what}; --force starts again and replaces it");
        }
    }

    // A file that cannot be read as a model has no figure to compare with.
    private Network? FindModel()
    {
        try
        {
            return File.Exists(Model) ? NetworkFile.Load(Model) : null;
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
