using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The mean or the maximum of each channel in each window of a step's values.</summary>
internal sealed class WindowPoolingEmitter(WindowPoolingLayer layer, string name, InputRow input) : WindowEmitter(layer, name, layer.Window, input)
{
    protected override void EmitRow(EmitContext context, IReadOnlyList<string> inputs, string result)
    {
        (string method, string last) = layer.Mode switch
        {
            WindowPoolingMode.Max => ("Max", ""),
            WindowPoolingMode.Mean => ("Mean", ", false"),
            WindowPoolingMode.MeanWithPadding => ("Mean", ", true"),
            _ => throw new NotSupportedException($"the generator does not know the pooling {layer.Mode}"),
        };
        context.Writer.Write(
            $"global::TinyRnn.SlidingWindows.{method}(ref {First(inputs[0])}, ref {result}, {Window.Channels}, {Window.Height}, {Window.Width}, "
                + $"{Window.Top}, {Window.Left}, {Numbers}{last});");
    }
}
