using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary>One of the two models that a comparison shows.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Network">The model.</param>
internal sealed record ComparedModel(string Path, Network Network)
{
    public static ComparedModel Load(string path) => new(path, Models.Load(path));

    /// <summary>The model's costs. Smaller is better for each.</summary>
    public IEnumerable<(string Name, double Value)> Costs()
    {
        ModelPlan plan = new(Network, TypeShape.Class("", "Model"), System.IO.Path.GetFileName(Path));
        yield return ("parameters", Network.ParameterCount);
        yield return ("file, bytes", new FileInfo(Path).Length);
        yield return ("weights compiled, bytes", plan.WeightBytes);
        yield return ("state, bytes", ModelCost.Of(Network, plan).State);
        yield return ("multiply-adds a step", plan.MultiplyAdds);
    }
}

/// <summary>A row of the comparison.</summary>
/// <param name="Name">The name of the measure.</param>
/// <param name="First">Its value for the first model.</param>
/// <param name="Second">Its value for the second one.</param>
/// <param name="Kind">Which value is better, and how it is written.</param>
internal sealed record ComparedMeasure(string Name, double First, double Second, MeasureKind Kind)
{
    private bool IsGain => Kind is MeasureKind.Share or MeasureKind.Score;

    /// <summary>Which one is better: 1 or 2; 0 where they are equal or cannot be ranked.</summary>
    public int Better => First == Second ? 0 : IsGain == (First > Second) ? 1 : 2;
}

/// <summary>How to format and rank a measure.</summary>
internal enum MeasureKind
{
    /// <summary>A share, shown in per cent; larger is better.</summary>
    Share,

    /// <summary>A number; larger is better.</summary>
    Score,

    /// <summary>A number; smaller is better.</summary>
    Error,

    /// <summary>An error in the unit of the data, shown with four digits; smaller is better.</summary>
    Deviation,

    /// <summary>A whole number; smaller is better.</summary>
    Cost,
}
