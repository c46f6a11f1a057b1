using System.CommandLine;
using TinyRnn.Interop;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn export</c>: writes a model for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> to = new("--to") { Description = "The format; onnx is a graph over sequences, onnx-step one of a single step.", Required = true };
        to.AcceptOnlyFromAmong([.. ModelExporters.All.Select(exporter => exporter.Kind)]);
        Option<string?> output = new("--output", "-o") { Description = "The file to write. [default: next to the model]" };
        Command command = new("export", "Writes a model for PyTorch or another tool.") { file, to, output };
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            IModelExporter exporter = ModelExporters.All.Single(exporter => exporter.Kind == arguments.GetRequiredValue(to));
            string written = arguments.GetValue(output) ?? Path.ChangeExtension(path, exporter.Extension);
            RunFiles files = replacing.Files(arguments).Reads(path).Writes(written);
            files.Check();
            List<string> notes = [];
            byte[] bytes;
            try
            {
                bytes = exporter.Write(Models.Load(path), notes);
            }
            catch (ExportException e)
            {
                throw new ToolException($"{path}: {e.Message}");
            }

            written = files.Write(written, stream => stream.Write(bytes));
            foreach (string note in notes)
            {
                Report.Write("note", note);
            }

            Report.Write("wrote", FormattableString.Invariant($"{written} ({bytes.Length:#,0} bytes)"));
        });
        return command;
    }
}
