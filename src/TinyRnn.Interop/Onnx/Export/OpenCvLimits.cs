using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// What OpenCV's DNN module computes otherwise than ONNX says, or does not read, in version 4.13 (<c>bench/consumers</c>, and the scripts
/// <c>findings/opencv-*.sh</c>).
/// </summary>
internal static class OpenCvLimits
{
    /// <summary>A clause about the first layer that OpenCV would compute otherwise without an error; null if there is none.</summary>
    public static string? Misread(Network network) => network.Layers.Select(Misread).FirstOrDefault(clause => clause is not null);

    /// <summary>Throws for the first layer that OpenCV misreads or refuses, unless another form is written.</summary>
    /// <exception cref="ExportException">The network has such a layer.</exception>
    public static void Check(Network network)
    {
        foreach (Layer layer in network.Layers)
        {
            if (Refused(layer) is string refused)
            {
                throw new ExportException($"layer '{layer.Name}' {refused}, which OpenCV's DNN module does not read");
            }

            if (layer is not PreluLayer && Misread(layer) is string misread)
            {
                throw new ExportException($"OpenCV's DNN module {misread}, so its outputs would be wrong");
            }
        }
    }

    private static string? Refused(Layer layer) => layer switch
    {
        RnnLayer or ConcatRnnLayer => "is an RNN",
        GruLayer gru when gru.GateActivation.Kind != Activation.Sigmoid || gru.Activation.Kind != Activation.Tanh => "has other activations",
        LstmLayer lstm when lstm.GateActivation.Kind != Activation.Sigmoid || lstm.Activation.Kind != Activation.Tanh
            || lstm.CellActivation.Kind != Activation.Tanh => "has other activations",
        LstmLayer { ProjectionSize: > 0 } => "is an LSTM with a projection",
        _ => null,
    };

    private static string? Misread(Layer layer) => layer switch
    {
        GruLayer { Reset: GruReset.Before } => $"takes the reset gate of layer '{layer.Name}' after the product",
        GruLayer { Options.Direction: Direction.Reverse } => $"runs layer '{layer.Name}' forward, although it is a reverse GRU",
        RecurrentLayer { Options.Clip: not null } => $"ignores the clip of layer '{layer.Name}'",
        LstmLayer { HasCoupledGates: true } => $"ignores the coupled gates of layer '{layer.Name}'",
        LstmLayer { HasPeepholes: true } => $"computes the peepholes of layer '{layer.Name}' otherwise",
        PreluLayer => $"computes the PReLU of layer '{layer.Name}' otherwise",
        _ => null,
    };
}
