using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Reduction;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn prune</c>: sets blocks of a model's matrices to zero, which compiled code skips, and reports the loss.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        Option<double> sparsity = new("--sparsity")
        {
            Description = "Share of the blocks of each recurrent matrix that are zero afterwards, above 0 and below 1. A block is 16 units by one input; "
                + "the blocks of the smallest mean square become zero.",
            Required = true,
        };
        Command command = new("prune", "Sets the smallest blocks of weights to zero, for a smaller and faster model, and reports how much its outputs and, "
            + "with --data, its quality change. Pruning in training ('train --sparsity') keeps more quality.");
        new ReductionArguments(command, "measure on", sparsity).SetAction(
            "prune",
            arguments =>
            {
                if (!(arguments.GetValue(sparsity) is > 0 and < 1))
                {
                    throw new ToolException("--sparsity must be above 0 and below 1");
                }
            },
            (arguments, network, data) => Describe(Pruner.Prune(network, arguments.GetValue(sparsity), data)));
        return command;
    }

    private static ReducedModel Describe(PrunedModel model)
    {
        PruningReport report = model.Report;
        return new ReducedModel(
            model.Network, report.Data, report.BytesBefore, report.BytesAfter, report.LargestError, report.MeanError, report.RelativeError)
        {
            ReportField = ReductionReport.PruningField,
            PrintParts = () => Print(report),
            WriteRequest = json => json.WriteNumber("sparsity", report.Sparsity),
            WriteParts = json => WriteMatrices(json, report.Matrices),
        };
    }

    private static void Print(PruningReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("matrix", "blocks", "zero before", "zero after", "change of outputs by it alone");
        foreach (MatrixPruning matrix in report.Matrices)
        {
            table.AddRow(
                Markup.Escape(matrix.Tensor), FormattableString.Invariant($"{matrix.Blocks:#,0}"), Share(matrix.ZerosBefore), Share(matrix.ZerosAfter),
                FormattableString.Invariant($"{matrix.RelativeError * 100:0.00} %"));

            string Share(long zeros) => FormattableString.Invariant($"{100.0 * zeros / matrix.Blocks:0.0} %");
        }

        AnsiConsole.Write(table);
    }

    private static void WriteMatrices(Utf8JsonWriter json, IReadOnlyList<MatrixPruning> matrices)
    {
        json.WriteStartArray("matrices");
        foreach (MatrixPruning matrix in matrices)
        {
            json.WriteStartObject();
            json.WriteString("name", matrix.Tensor);
            json.WriteNumber("blocks", matrix.Blocks);
            json.WriteNumber("zerosBefore", matrix.ZerosBefore);
            json.WriteNumber("zerosAfter", matrix.ZerosAfter);
            json.WriteNumber("relativeError", matrix.RelativeError);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
