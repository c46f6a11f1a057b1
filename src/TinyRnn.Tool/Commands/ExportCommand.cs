using System.CommandLine;
using TinyRnn.Interop;
using TinyRnn.Interop.Onnx;
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
        Option<int?> steps = new("--steps")
        {
            Description = "With --to onnx: a fixed number of steps. The graph then takes one sequence of that many steps at a time. [default: any number "
                + "of steps, many sequences at a time]",
        };
        Option<string?> consumer = new("--for")
        {
            Description = "With --to onnx and --steps: the program that the graph is for. opencv is the DNN module of OpenCV; a layer that it "
                + "misreads is an error.",
        };
        consumer.AcceptOnlyFromAmong("opencv");
        Command command = new("export", "Writes a model for PyTorch or another tool.") { file, to, output, steps, consumer };
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            IModelExporter exporter = Exporter(arguments.GetRequiredValue(to), arguments.GetValue(steps), arguments.GetValue(consumer));
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

    private static IModelExporter Exporter(string kind, int? steps, string? consumer)
    {
        IModelExporter exporter = ModelExporters.All.Single(exporter => exporter.Kind == kind);
        if (steps is null && consumer is null)
        {
            return exporter;
        }

        if (exporter is not OnnxExporter || kind != "onnx")
        {
            throw new ToolException($"{(steps is null ? "--for" : "--steps")} is for --to onnx, not for {kind}");
        }

        return steps switch
        {
            null => throw new ToolException($"--for {consumer} needs --steps: the number of steps of the sequences"),
            < 1 => throw new ToolException($"--steps must be at least 1, not {steps}"),
            _ => new OnnxExporter { Steps = steps, Consumer = consumer is null ? OnnxConsumer.Any : OnnxConsumer.OpenCv },
        };
    }
}
