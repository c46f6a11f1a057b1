using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A layer that moves a window over the values of a step.</summary>
internal abstract class WindowEmitter(Layer layer, string name, Window window, InputRow input) : RowEmitter(layer, name)
{
    protected Window Window { get; } = window;

    /// <summary>Floats of a row of positions, padding included.</summary>
    protected int FieldRow => (Window.Left + Window.Width + Window.Right) * Window.Channels;

    /// <summary>The numbers of the windows, as arguments.</summary>
    protected string Numbers =>
        $"{Window.OutputHeight}, {Window.OutputWidth}, {Window.StrideHeight}, {Window.StrideWidth}, {Window.KernelHeight}, {Window.KernelWidth}, "
            + $"{Window.DilationHeight}, {Window.DilationWidth}";

    /// <summary>The first value that is read.</summary>
    protected string First(string row) => input.FirstOf(row);

    /// <summary>Emits the values with zeros around them, if the windows are padded, and returns the first.</summary>
    protected string EmitField(EmitContext context, string row)
    {
        if (!Window.IsPadded)
        {
            return First(row);
        }

        string field = context.EmitBuffer(Local + "Field", FieldRow * (Window.Top + Window.Height + Window.Bottom));
        int channels = Window.Channels;
        context.Writer.Write(
            $"global::TinyRnn.SlidingWindows.Pad(ref {First(row)}, ref {field}, {Window.Height}, {Window.Width * channels}, {Window.Top}, {Window.Bottom}, "
                + $"{Window.Left * channels}, {Window.Right * channels});");
        return field;
    }
}
