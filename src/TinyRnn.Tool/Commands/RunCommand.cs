using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn run</c>: raw numbers in and out, any model.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> input = new("--input", "-i")
        {
            Description = "A .json or .csv file. JSON: one sequence [[row], [row], ...], several [[[row], ...], ...], or texts \"abc\", [\"abc\", ...]. CSV: a row a line, an empty line between sequences; for texts one a line.",
            Required = true,
        };
        Option<string> output = new("--output", "-o") { Description = "A .json or .csv file: a row for each output that counts.", Required = true };
        Command command = new("run", "Runs sequences through a model with the interpreter: numbers in, numbers out.") { file, input, output };
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            Network network = Models.Load(path);
            SequenceFile sequences = SequenceFile.Read(arguments.GetRequiredValue(input), network);
            Interpreter interpreter = new(network);
            List<float[]> outputs = [];
            foreach (InputSequence sequence in sequences.Sequences)
            {
                try
                {
                    outputs.Add(sequence.Text is string text ? interpreter.RunText(text) : interpreter.Run(sequence.Values));
                }
                catch (ArgumentException e)
                {
                    throw new ToolException($"{sequences.Path}: {sequence.Place}: {e.Message.Split(" (Parameter")[0]}");
                }
            }

            OutputFile.Write(arguments.GetRequiredValue(output), outputs, network.OutputSize, sequences.IsSingle);
        });
        return command;
    }
}
