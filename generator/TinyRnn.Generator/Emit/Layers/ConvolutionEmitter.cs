using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// A convolution within a step: the kernel of a matrix runs over the windows of a row, several at a time so that the weights are read once. A window
/// is a row of input that starts one stride after the window before it.
/// </summary>
internal sealed class ConvolutionEmitter : WindowEmitter
{
    private readonly ConvolutionLayer _layer;
    private readonly MirroredKernels? _mirrored;
    private readonly CompiledPart[] _parts;

    // Floats from one output position to the next in the kernel's result.
    private readonly int _stride;

    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name as an identifier.</param>
    /// <param name="network">The network.</param>
    /// <param name="input">The row that it reads, in one piece.</param>
    /// <param name="draw">Makes a name that does not clash with other layers' names.</param>
    public ConvolutionEmitter(ConvolutionLayer layer, string name, Network network, InputRow input, Func<string, string> draw)
        : base(layer, name, layer.Window, input)
    {
        _layer = layer;
        Tensor weight = network.Tensors[layer.Weight];
        Tensor? bias = layer.Bias ? network.Tensors[layer.BiasName] : null;
        _mirrored = MirroredKernels.Of(layer, weight);
        IReadOnlyList<ConvolutionPart> parts = _mirrored?.Parts ?? ConvolutionPart.OfGroups(layer, weight, FieldRow);
        UnitTiles[] tiles = [.. parts.Select(part => PanelFactory.Tiles(part.Weight, part.Units, 1, part.Window))];
        _stride = tiles.Sum(one => one.Padded);
        _parts = [.. parts.Select((part, index) =>
        {
            string own = index == 0 ? name : draw($"{name}Part{Literals.Plain(index)}");
            string what = parts.Count == 1 ? layer.Name : $"{layer.Name}, channels {part.FirstUnit} to {part.FirstUnit + part.Units - 1}";
            FloatTable start = new(own + "Start", $"{what}: b.", 1, tiles[index].Padded, (_, unit) =>
                unit < part.Units ? (bias?.Values[part.FirstUnit + unit] ?? 0) + part.Weight.OffsetOf(part.FirstRow + unit) : 0);
            Panel panel = PanelFactory.Create(own, $"{what}: W.", tiles[index], part.Weight, part.Window, (_, unit) => part.FirstRow + unit);
            MatrixKernel kernel = new(
                own, $"{what}: y = phi(W x + b) at a window, {layer}.", panel, part.Window, "x", Described(part),
                new KernelParameter("start", "The bias.", 0),
                new KernelParameter("result", $"Receives {Literals.Count(part.Units, "value")} and padding.", _stride), layer.Activation);
            return new CompiledPart(part, tiles.Take(index).Sum(one => one.Padded), start, kernel);
        })];
    }

    public override IReadOnlyList<WeightData> Data => [.. _parts.SelectMany(part => part.Kernel.Data.Append(part.Start))];

    public override IReadOnlyList<IKernel> Kernels => [.. _parts.Select(part => part.Kernel)];

    public override bool StepsOverRows => true;

    protected override long DenseMultiplyAdds => Window.Positions * _parts.Sum(part => (long)part.Part.Units * part.Part.Window.Columns);

    protected override long SkippedMultiplyAdds => Window.Positions * base.SkippedMultiplyAdds;

    // Kernels fill whole tiles; a copy removes the padding between them.
    private bool IsCompact => _stride == _layer.OutputChannels;

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string field = EmitField(context, inputs[0]);
        Dictionary<WindowSource, string> sources = new() { [WindowSource.Field] = field };
        foreach (WindowSource source in _parts.Select(part => part.Part.Source).Distinct().Where(source => source != WindowSource.Field))
        {
            sources.Add(source, EmitFolded(context, field, source));
        }

        string target = IsCompact ? result : context.EmitBuffer(Local + "Positions", _stride * Window.Positions);
        foreach (CompiledPart part in _parts)
        {
            EmitPart(context, part, new FloatOffset("", part.Part.Offset).At(sources[part.Part.Source]), new FloatOffset("", part.Target).At(target));
        }

        foreach (CompiledPart part in _parts.Where(_ => !IsCompact))
        {
            string from = new FloatOffset("", part.Target).At(target);
            string to = new FloatOffset("", part.Part.FirstUnit).At(result);
            context.Writer.Write(
                $"global::TinyRnn.SlidingWindows.CopyRows(ref {from}, {_stride}, ref {to}, {_layer.OutputChannels}, {Window.Positions}, {part.Part.Units});");
        }
    }

    // Emits the sums or differences of the values of each window and their mirror images.
    private string EmitFolded(EmitContext context, string field, WindowSource source)
    {
        string folded = context.EmitBuffer(Local + source, _mirrored!.Folded * Window.Positions);
        string method = source == WindowSource.Sums ? "AddMirrored" : "SubtractMirrored";
        context.Writer.Write(
            $"global::TinyRnn.SlidingWindows.{method}(ref {field}, ref {folded}, {Window.Positions}, {Window.StrideWidth}, {Window.KernelWidth}, "
                + $"{_mirrored.Centre});");
        return folded;
    }

    private void EmitPart(EmitContext context, CompiledPart part, string field, string target)
    {
        if (Window.OutputHeight == 1)
        {
            EmitLine(context, part, field, target);
            return;
        }

        using (context.Writer.Block($"for (int line = 0; line < {Window.OutputHeight}; line++)"))
        {
            context.Writer.Write($"ref float field = ref __Unsafe.Add(ref {field}, line * {Window.StrideHeight * FieldRow});");
            context.Writer.Write($"ref float line0 = ref __Unsafe.Add(ref {target}, line * {Window.OutputWidth * _stride});");
            EmitLine(context, part, "field", "line0");
        }
    }

    private void EmitLine(EmitContext context, CompiledPart part, string field, string target)
    {
        int rows = part.Kernel.RowsOf(context.Vector);
        int whole = rows > 1 ? Window.OutputWidth - (Window.OutputWidth % rows) : 0;
        if (whole > 0)
        {
            context.Writer.Write(
                $"{part.Kernel.RowsForm(context.Vector)}(ref {part.Start.First}, ref {field}, ref {target}, "
                    + $"{whole}{part.Kernel.BackwardArgument(context.Backward)});");
        }

        int stride = part.Part.Window.Stride;
        if (rows == 1 && Window.OutputWidth > 1)
        {
            using (context.Writer.Block($"for (int position = 0; position < {Window.OutputWidth}; position++)"))
            {
                EmitOne($"__Unsafe.Add(ref {field}, position * {stride})", $"__Unsafe.Add(ref {target}, position * {_stride})");
            }

            return;
        }

        for (int position = whole; position < Window.OutputWidth; position++)
        {
            EmitOne(new FloatOffset("", position * stride).At(field), new FloatOffset("", position * _stride).At(target));
        }

        void EmitOne(string from, string to) =>
            context.Writer.Write(
                $"{context.Form(part.Kernel)}(ref {part.Start.First}, ref {from}, ref {to}{part.Kernel.BackwardArgument(context.Backward)});");
    }

    private static string Described(ConvolutionPart part) => part.Source switch
    {
        WindowSource.Sums => Literals.Count(part.Window.Columns, "sum") + " of values of the window and their mirror images.",
        WindowSource.Differences => Literals.Count(part.Window.Columns, "difference") + " of values of the window and their mirror images.",
        _ => Literals.Count(part.Window.Columns, "value") + " of the window.",
    };

    /// <param name="Part">The channels and what they read.</param>
    /// <param name="Target">Where they lie in a row of the kernel's result.</param>
    /// <param name="Start">The bias.</param>
    /// <param name="Kernel">The products.</param>
    private sealed record CompiledPart(ConvolutionPart Part, int Target, FloatTable Start, MatrixKernel Kernel);
}
