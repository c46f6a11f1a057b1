using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Layer normalisation over the values of a step.</summary>
internal sealed class LayerNormEmitter : RowEmitter
{
    private readonly LayerNormLayer _layer;
    private readonly InputRow _input;
    private readonly FloatTable[] _constants;

    public LayerNormEmitter(LayerNormLayer layer, string name, Network network, InputRow input, RowPart? home)
        : base(layer, name, home)
    {
        _layer = layer;
        _input = input;
        if (!layer.IsAffine)
        {
            _constants = [];
            return;
        }

        float[] weight = network.Tensors[layer.Weight].Values;
        float[] bias = network.Tensors[layer.BiasName].Values;
        _constants =
        [
            new(name, $"{layer.Name}: a.", 1, weight.Length, (_, i) => weight[i]), new(name + "Bias", $"{layer.Name}: b.", 1, bias.Length, (_, i) => bias[i])
        ];
    }

    public override IReadOnlyList<WeightData> Data => _constants;

    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        string weights = string.Concat(_constants.Select(table => $"ref {table.First}, "));
        context.Writer.Write(
            $"global::TinyRnn.LayerNormalization.Apply(ref {_input.FirstOf(inputs[0])}, {weights}ref {result}, {_layer.Groups}, "
                + $"{_layer.InputSize / _layer.Groups}, {Literals.Of(_layer.Epsilon)});");
    }
}
