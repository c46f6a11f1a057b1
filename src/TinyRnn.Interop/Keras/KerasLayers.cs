using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Adds layers to the network, each with the names of its inputs.</summary>
internal sealed class KerasLayers(NetworkBuilder builder)
{
    private const string InputLayerName = "input_layer";

    /// <summary>A name for a layer, as close to Keras's name as possible.</summary>
    public string NameLayer(string name) => builder.NameLayer(name == Graph.InputName ? InputLayerName : name);

    /// <summary>An error that names a layer.</summary>
    public ImportException Error(string name, string reason) => builder.Source.Error($"layer {ImportSource.Quote(name)}", reason);

    /// <summary>Adds a layer with a matrix over its input; a waiting scaling is folded into the matrix.</summary>
    public KerasValue AddMatrix(KerasValue read, Layer layer, IEnumerable<Tensor> tensors, IEnumerable<string> sources)
    {
        if (read.Pending is Affine affine)
        {
            builder.Hold(affine with { Inputs = read.Names });
        }

        builder.Add(layer.WithInputs(read.Names), tensors, sources);
        return read.As(layer.Name, layer.OutputSize);
    }

    /// <summary>Adds any other layer with one result.</summary>
    /// <param name="read">The layer's inputs.</param>
    /// <param name="name">Its name in Keras, or what it does.</param>
    /// <param name="make">Makes the layer from its name.</param>
    /// <param name="sources">The names of its sources in the file.</param>
    /// <param name="tensors">Makes its tensors from the layer's name.</param>
    public KerasValue Add(
        KerasValue read, string name, Func<string, Layer> make, IEnumerable<string> sources, Func<string, IEnumerable<Tensor>>? tensors = null)
    {
        KerasValue settled = Settled(read);
        string own = NameLayer(name);
        Layer layer = make(own);
        builder.Add(layer.WithInputs(settled.Names), tensors?.Invoke(own) ?? [], sources);
        return settled.As(own, layer.OutputSize);
    }

    /// <summary>The same values, where a waiting scaling has become a layer.</summary>
    public KerasValue Settled(KerasValue value) => value.Pending is Affine affine
        ? value.As(builder.AddScale(affine with { Inputs = value.Names }), value.Size) with { IsShared = value.IsShared }
        : value;

    /// <summary>The layer that gives the values.</summary>
    public string NameOf(KerasValue value, IEnumerable<string> sources)
    {
        KerasValue settled = Settled(value);
        return settled.Names is [string only]
            ? only
            : Add(settled, "concat", name => new ActivationLayer(name, settled.Size, Activation.Identity), sources).Names[0];
    }

    /// <summary>The same values, passed on unchanged by another layer of the file.</summary>
    public KerasValue Passed(KerasValue value, IEnumerable<string> sources)
    {
        if (value.Pending is Affine affine)
        {
            return value with { Pending = affine with { Sources = [.. affine.Sources, .. sources] } };
        }

        builder.Cite(value.Names[^1], sources);
        return value;
    }

    /// <summary>An activation: part of the layer before it, or a layer of its own.</summary>
    public KerasValue Activated(KerasValue value, ActivationFunction activation, IReadOnlyList<string> sources) =>
        activation.Kind == Activation.Identity ? Passed(value, sources)
        : value is { Pending: null, IsShared: false, Names: [string only] } && builder.TryActivate(only, activation, sources) ? value
        : Add(value, "activation", name => new ActivationLayer(name, value.Size, activation), sources);

    /// <summary>y_i = scale_i * x_i + shift_i: part of the layer before or after it, or a layer of its own.</summary>
    public KerasValue Scaled(KerasValue value, double[] scale, double[] shift, IReadOnlyList<string> sources)
    {
        Affine affine = new(scale, shift, sources);
        return value.Pending is Affine before ? value with { Pending = before.Then(affine) }
            : value is { IsShared: false, Names: [string only] } && builder.TryFold(only, affine) ? value
            : value with { Pending = affine, IsShared = false };
    }
}
