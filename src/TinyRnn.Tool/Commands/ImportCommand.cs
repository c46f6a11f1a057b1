using System.CommandLine;
using TinyRnn.Interop;
using TinyRnn.Interop.Options;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn import</c>: converts another tool's weights to a model file.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        ImportArguments arguments = new();
        Argument<string> file = new("file")
        {
            Description = $"Weights from another tool: {string.Join(", ", ModelImporters.All.Select(importer => importer.Format))}.",
        };
        Option<string?> output = new("--output", "-o") { Description = "The .tinyrnn file to write. [default: next to the weights]" };
        Option<bool> explain = new("--explain") { Description = "Show which tensors or nodes each layer comes from, without writing a file." };
        const string Purpose = "Converts weights from PyTorch, Keras, TensorFlow.js, ONNX, RTNeural or Neural Amp Modeler to a model file.";
        Command command = new("import", Purpose) { file, output, explain };
        arguments.AddTo(command);
        FileArguments replacing = new(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string written = parsed.GetValue(output) ?? Path.ChangeExtension(path, ".tinyrnn");
            bool explains = parsed.GetValue(explain);
            RunFiles files = replacing.Files(parsed).Reads(arguments.Files(parsed, path)).Writes(explains ? null : written);
            files.Check();
            ImportSource source = ImportSource.Load(path);
            ImportResult result = ModelImporters.Import(source, arguments.Read(parsed, path));

            // The file itself names the files that belong to it.
            files.Reads(source.Beside).CheckInputs();
            Print(result, explains);
            if (!explains)
            {
                Models.Save(result.Network, files, written);
            }

            string taken = $"{result.Format}, all {result.SourceCount} {result.SourceNoun}s used";
            Report.Write(explains ? "read" : "wrote", explains ? $"{taken}; nothing was written" : $"{written}; {taken}");
        });
        return command;
    }

    private static void Print(ImportResult result, bool explain)
    {
        int width = result.Layers.Max(layer => layer.What.Length);
        foreach (LayerReading layer in result.Layers)
        {
            string count = layer.Sources.Count switch { 0 => "", 1 => "1 " + result.SourceNoun, int n => $"{n} {result.SourceNoun}s" };
            Report.Write(layer.Name, $"{layer.What.PadRight(width)}  {count}");
            foreach (string source in explain ? layer.Sources : [])
            {
                Report.Write("", "<- " + source);
            }
        }

        Network network = result.Network;
        string steps = network.OutputSteps == OutputSteps.Last ? "the last step" : "every step";
        Report.Write("task", $"{Models.TaskName(network.Task)}, output of {steps}");
        foreach (string note in result.Notes)
        {
            Report.Write("note", note);
        }

        if (LettersWithoutCapitals(network) is string capitals)
        {
            Report.Write("note", capitals);
        }
    }

    // Typed text usually has capital letters.
    private static string? LettersWithoutCapitals(Network network) =>
        network.Vocabulary is { Unknown: UnknownCharacter.Error } vocabulary && vocabulary.Characters.Any(char.IsAsciiLetterLower)
            && !vocabulary.Characters.Any(char.IsAsciiLetterUpper)
            ? "the vocabulary has no capital letters, so a text with one throws: use --unknown skip to ignore them, or change the case of texts first"
            : null;
}
