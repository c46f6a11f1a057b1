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
    private readonly Group[] _groups;

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
        int units = layer.OutputChannels / layer.Groups;
        InputRow window = WindowOfGroup();
        UnitTiles tiles = PanelFactory.Tiles(weight, units, 1, window);
        _stride = layer.Groups * tiles.Padded;
        _groups = [.. Enumerable.Range(0, layer.Groups).Select(group =>
        {
            string own = group == 0 ? name : draw($"{name}Group{Literals.Plain(group)}");
            string what = layer.Groups == 1 ? layer.Name : $"{layer.Name}, group {Literals.Plain(group)}";
            int firstUnit = group * units;
            FloatTable start = new(own + "Start", $"{what}: b.", 1, tiles.Padded, (_, unit) =>
                unit < units ? (bias?.Values[firstUnit + unit] ?? 0) + weight.OffsetOf(firstUnit + unit) : 0);
            Panel panel = PanelFactory.Create(own, $"{what}: W.", tiles, weight, window, (_, unit) => firstUnit + unit);
            return new Group(start, new MatrixKernel(
                own, $"{what}: y = phi(W x + b) at a window, {layer}.", panel, window, "x", Literals.Count(layer.Columns, "value") + " of the window.",
                new KernelParameter("start", "The bias.", 0), new KernelParameter("result", $"Receives {Literals.Count(units, "value")} and padding.", _stride),
                    layer.Activation));
        })];
    }

    public override IReadOnlyList<WeightData> Data => [.. _groups.SelectMany(group => group.Kernel.Data.Append(group.Start))];

    public override IReadOnlyList<IKernel> Kernels => [.. _groups.Select(group => group.Kernel)];

    public override bool StepsOverRows => true;

    protected override long DenseMultiplyAdds => _layer.MultiplyAdds;

    protected override long SkippedMultiplyAdds => Window.Positions * base.SkippedMultiplyAdds;

    // Kernels fill whole tiles; a copy removes the padding between them.
    private bool IsCompact => _stride == _layer.OutputChannels;

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string field = EmitField(context, inputs[0]);
        string target = IsCompact ? result : context.EmitBuffer(Local + "Positions", _stride * Window.Positions);

        // Each group starts at its first channel.
        for (int group = 0; group < _groups.Length; group++)
        {
            string own = new FloatOffset("", group * (Window.Channels / _groups.Length)).At(field);
            EmitGroup(context, _groups[group], own, new FloatOffset("", group * (_stride / _groups.Length)).At(target));
        }

        if (!IsCompact)
        {
            int units = _layer.OutputChannels / _groups.Length;
            for (int group = 0; group < _groups.Length; group++)
            {
                string from = new FloatOffset("", group * (_stride / _groups.Length)).At(target);
                string to = new FloatOffset("", group * units).At(result);
                context.Writer.Write(
                    $"global::TinyRnn.SlidingWindows.CopyRows(ref {from}, {_stride}, ref {to}, {_layer.OutputChannels}, {Window.Positions}, {units});");
            }
        }
    }

    private void EmitGroup(EmitContext context, Group group, string field, string target)
    {
        if (Window.OutputHeight == 1)
        {
            EmitLine(context, group, field, target);
            return;
        }

        using (context.Writer.Block($"for (int line = 0; line < {Window.OutputHeight}; line++)"))
        {
            context.Writer.Write($"ref float field = ref __Unsafe.Add(ref {field}, line * {Window.StrideHeight * FieldRow});");
            context.Writer.Write($"ref float line0 = ref __Unsafe.Add(ref {target}, line * {Window.OutputWidth * _stride});");
            EmitLine(context, group, "field", "line0");
        }
    }

    private void EmitLine(EmitContext context, Group group, string field, string target)
    {
        int rows = group.Kernel.RowsOf(context.Vector);
        int whole = rows > 1 ? Window.OutputWidth - (Window.OutputWidth % rows) : 0;
        if (whole > 0)
        {
            context.Writer.Write(
                $"{group.Kernel.RowsForm(context.Vector)}(ref {group.Start.First}, ref {field}, ref {target}, "
                    + $"{whole}{group.Kernel.BackwardArgument(context.Backward)});");
        }

        int stride = Window.StrideWidth * Window.Channels;
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
                $"{context.Form(group.Kernel)}(ref {group.Start.First}, ref {from}, ref {to}{group.Kernel.BackwardArgument(context.Backward)});");
    }

    // The values of a window as they lie in the field; for a group, only its own channels.
    private InputRow WindowOfGroup()
    {
        int channels = Window.Channels / _layer.Groups;
        List<(int Offset, int Columns)> pieces = [];
        for (int tap = 0; tap < Window.Taps; tap++)
        {
            int offset = (tap / Window.KernelWidth * Window.DilationHeight * FieldRow) + (tap % Window.KernelWidth * Window.DilationWidth * Window.Channels);
            InputRow.AddPiece(pieces, offset, channels);
        }

        return new InputRow(Window.StrideWidth * Window.Channels, false, [.. pieces]);
    }

    private sealed record Group(FloatTable Start, MatrixKernel Kernel);
}
