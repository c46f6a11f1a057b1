using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A depthwise convolution: each output channel reads one input channel, so vectors run along the channels.</summary>
internal sealed class DepthwiseEmitter : WindowEmitter
{
    private readonly ConvolutionLayer _layer;
    private readonly FloatTable _weights;
    private readonly FloatTable _start;
    private readonly ElementwiseKernel? _activation;

    public DepthwiseEmitter(ConvolutionLayer layer, string name, Network network, InputRow input)
        : base(layer, name, layer.Window, input)
    {
        _layer = layer;
        float[] weight = network.Tensors[layer.Weight].Values;
        float[]? bias = layer.Bias ? network.Tensors[layer.BiasName].Values : null;
        _weights = new FloatTable(
            name, $"{layer.Name}: W, tap by tap.", Window.Taps, layer.OutputChannels, (tap, output) => weight[(output * Window.Taps) + tap]);
        _start = new FloatTable(name + "Start", $"{layer.Name}: b.", 1, layer.OutputChannels, (_, output) => bias?[output] ?? 0);
        if (layer.Activation.Kind != Activation.Identity)
        {
            ElementwiseStage phi = new(layer, new ActivationFormula(layer.Activation), [0]);
            _activation = new ElementwiseKernel(name + "Activation", $"{layer.Name}: phi, {layer}.", [layer.OutputSize], layer.OutputSize, [phi]);
        }
    }

    public override IReadOnlyList<WeightData> Data => [_weights, _start];

    public override IReadOnlyList<IKernel> Kernels => _activation is null ? [] : [_activation];

    public override IEnumerable<IKernel> RowKernels => [];

    protected override long DenseMultiplyAdds => _layer.MultiplyAdds;

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string field = EmitField(context, inputs[0]);
        int width = FieldRow / Window.Channels;

        // The last vector of an activation overlaps values that are computed already, so it must not write over its input.
        string sums = _activation is null ? result : context.EmitBuffer(Local + "Positions", _layer.OutputSize);
        context.Writer.Write(
            $"global::TinyRnn.SlidingWindows.Depthwise(ref {field}, ref {_weights.First}, ref {_start.First}, ref {sums}, {Window.Channels}, "
                + $"{_layer.OutputChannels / Window.Channels}, {width}, {Numbers});");
        if (_activation is not null)
        {
            context.Writer.Write($"{context.Form(_activation)}(ref {sums}, ref {result});");
        }
    }
}
