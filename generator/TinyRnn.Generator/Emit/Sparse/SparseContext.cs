using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// What the sums over the kept blocks read and write, by the names of the generated code, and the expressions that loops and lists of blocks share.
/// </summary>
/// <param name="Writer">Receives the code.</param>
/// <param name="Form">The vector width.</param>
/// <param name="Panel">The weights.</param>
/// <param name="Input">Where the values of a row lie.</param>
/// <param name="Name">Name of the <c>ref</c> to the first value.</param>
/// <param name="Small">Input values whose products are added at the start, or null.</param>
/// <param name="Bias">Name of the <c>ref</c> to the separate start values, in the order of rows; empty for zeros.</param>
/// <param name="FirstStart">Offset of the first row's start value in the other start values.</param>
/// <param name="Alternates">Whether weights are read forward and backward in turn.</param>
internal sealed record SparseContext(
    CodeWriter Writer, VectorForm Form, Panel Panel, InputRow Input, string Name, SmallInput? Small, string Bias, int FirstStart, bool Alternates)
{
    /// <summary>The name of the sums' memory.</summary>
    public const string Sums = "sums[0]";

    /// <summary>The name of the quantised input.</summary>
    public const string Quantized = "apart";

    public SparseBlocks Blocks => Panel.Sparse!;

    public PanelElement Element => Panel.Element;

    public bool IsInt8 => Element.Type == TensorType.I8;

    public string VectorOf(SparseRun run) => Aliases.VectorOf(run.WidthIn(Form) * 32);

    /// <summary>The type of a vector of sums.</summary>
    public string SumOf(SparseRun run) => VectorOf(run) + Aliases.ElementName(Element.Sum);

    /// <summary>Emits the sum with a product.</summary>
    public void EmitProduct(string vector, string left, string right, string sum) =>
        Writer.Write(Form.IsFused ? $"{sum} = {vector}.MultiplyAddEstimate({left}, {right}, {sum});" : $"{sum} += {left} * {right};");

    /// <summary>The start value of a vector of sums, without the small input.</summary>
    public string StartOf(SparseRun run, SparseStart start, FloatOffset target) => start switch
    {
        SparseStart.Input => $"{VectorOf(run)}.LoadUnsafe({target.Arguments("start", FirstStart)})",
        SparseStart.Apart when Bias.Length > 0 => $"{VectorOf(run)}.LoadUnsafe({target.Arguments(Bias)})",
        _ => $"{SumOf(run)}.Zero",
    };

    /// <summary>Emits the products with the small input.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sums">The vectors of sums, and their place among all sums.</param>
    public void EmitSmall(SparseRun run, IReadOnlyList<(string Sum, FloatOffset Target)> sums)
    {
        string vector = VectorOf(run);
        for (int column = 0; sums.Count > 0 && column < Small?.Columns; column++)
        {
            string value = $"{vector}.Create({new FloatOffset("").At("x", Small.OffsetOf(column))})";
            foreach ((string sum, FloatOffset target) in sums)
            {
                EmitProduct(vector, value, $"{vector}.LoadUnsafe({target.Arguments("inputWeights", Small.WeightsOf(column))})", sum);
            }
        }
    }

    /// <summary>The sum of a vector of a lane.</summary>
    public static string Sum(int lane, int vector) => $"lane{lane}_{vector}";

    /// <summary>The sum of the second numbers of its words, where words have two.</summary>
    public static string Second(int lane, int vector) => $"second{lane}_{vector}";

    /// <summary>Emits the store of a finished sum.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="vector">The vector of the lane.</param>
    /// <param name="arguments">Where it is stored.</param>
    public void EmitStore(SparseRun run, int lane, int vector, string arguments)
    {
        string sum = Sum(lane, vector);
        string finished = Element.Values > 1 ? $"{sum} + {Second(lane, vector)}" : IsInt8 ? $"{VectorOf(run)}.AsSingle({sum})" : sum;
        Writer.Write($"{VectorOf(run)}.StoreUnsafe({finished}, {arguments});");
    }
}
