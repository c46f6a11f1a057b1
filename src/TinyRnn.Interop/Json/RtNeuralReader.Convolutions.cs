using TinyRnn.Interop.Keras;
using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <content>Convolutions over the steps, of rows or of features with filters.</content>
internal sealed partial class RtNeuralReader
{
    // Causal, as RTNeural computes it: reads up to the current step, with zeros before the first.
    private void AddConvolution(JsonValue layer, JsonValue weights, int outputs, string source)
    {
        int kernel = One(layer, "kernel_size");
        int dilation = One(layer, "dilation");
        int groups = _file.FindInteger(layer, "groups") ?? 1;
        if (weights.Items.Count is not (1 or 2) || groups < 1 || _size % groups != 0 || outputs % groups != 0)
        {
            throw _file.Error(
                weights,
                $"a convolution needs a kernel, with or without a bias, and groups that divide {_size} inputs and {outputs} outputs, not {weights.Items.Count} "
                    + $"arrays and {groups} groups");
        }

        int columns = checked(kernel * (_size / groups));
        float[] weight = KerasWeights.Kernel(_file.Numbers(weights.Items[0], [kernel, _size / groups, outputs]), columns, outputs, 1);
        if (kernel > 1)
        {
            int[] lags = DelayLayer.CausalLags(kernel, dilation);
            AddDelay(layer, lags, source);
        }

        AddConvolved(weights, weight, outputs, source, (name, hasBias) => groups == 1
            ? new DenseLayer(name, columns, outputs, bias: hasBias)
            : new ConvolutionLayer(name, new Window(_size, 1, kernel) { KernelWidth = kernel }, outputs, groups, bias: hasBias));
        _size = outputs;
        AddActivation(layer, []);
    }

    // Causal over the steps, with zeros before the first; the padding is for the features.
    private void AddConvolutionOfFeatures(JsonValue layer, JsonValue weights, int outputs, string source)
    {
        int filters = Size(layer, "num_filters_in");
        int features = Size(layer, "num_features_in");
        int channels = Size(layer, "num_filters_out");
        int steps = One(layer, "kernel_size_time");
        int kernel = One(layer, "kernel_size_feature");
        int stride = One(layer, "strides");
        string padding = _file.FindString(layer, "padding") ?? "";
        if (weights.Items.Count is not (1 or 2) || padding is not ("valid" or "same") || (long)filters * features != _size)
        {
            throw _file.Error(
                layer,
                "a convolution over two axes needs a kernel, with or without a bias, the padding 'valid' or 'same', and filters and features whose product "
                    + $"is {_size}, "
                    + $"not {weights.Items.Count} arrays, {ImportSource.Quote(padding)} and {filters} filters of {features} features");
        }

        // As TensorFlow pads: half of the zeros before, the odd one after.
        int zeros = padding == "valid" ? 0 : Math.Max(0, (((features + stride - 1) / stride - 1) * stride) + kernel - features);
        Window window = new(filters, steps, features)
        {
            KernelHeight = steps,
            KernelWidth = kernel,
            StrideWidth = stride,
            Left = zeros / 2,
            Right = zeros - (zeros / 2),
        };
        string? problem = window.Problem;
        if (problem is not null || (long)window.Positions * channels != outputs)
        {
            throw _file.Error(
                layer, problem is not null
                    ? $"the convolution {problem}"
                    : $"the convolution gives {window.Positions} features of {channels} filters, but 'shape' has {outputs} values");
        }

        long reads = (long)window.Taps * filters;
        int columns = reads <= FieldReader.MaximumSize
            ? (int)reads
            : throw _file.Error(layer, $"its filters read windows of {reads} values, but at most {FieldReader.MaximumSize} are supported");
        float[] weight = KerasWeights.Kernel(_file.Numbers(weights.Items[0], [steps, kernel, filters, channels]), columns, channels, 1);
        if (steps > 1)
        {
            AddDelay(layer, DelayLayer.CausalLags(steps, One(layer, "dilation")), source);
        }

        AddConvolved(weights, weight, channels, source, (name, hasBias) => new ConvolutionLayer(name, window, channels, bias: hasBias));
        _size = outputs;
        AddActivation(layer, []);
    }

    private void AddDelay(JsonValue layer, int[] lags, string source)
    {
        if (DelayLayer.ProblemOf(_size, lags) is string problem)
        {
            throw _file.Error(layer, $"the convolution {problem}");
        }

        _builder.Add(new DelayLayer(_builder.NameLayer("delay"), _size, lags), [], [source]);
    }

    private void AddConvolved(JsonValue weights, float[] weight, int outputs, string source, Func<string, bool, Layer> make)
    {
        string name = _builder.NameLayer("conv");
        bool hasBias = weights.Items.Count == 2;
        List<Tensor> tensors = [new Tensor(name + ".weight", [outputs, weight.Length / outputs], weight)];
        if (hasBias)
        {
            tensors.Add(new Tensor(name + ".bias", [outputs], Vector(weights.Items[1], outputs)));
        }

        _builder.Add(make(name, hasBias), tensors, [source]);
    }

    private int Size(JsonValue layer, string field) => _file.FindInteger(layer, field) is int size and >= 1 and <= FieldReader.MaximumSize
        ? size
        : throw _file.Error(layer, $"a layer of features needs '{field}', a whole number from 1 to {FieldReader.MaximumSize}");

    // A number, or an array with one number, which Keras writes for a tuple.
    private int One(JsonValue layer, string field)
    {
        JsonValue value = _file.Find(layer, field) ?? throw _file.Error(layer, $"a convolution needs '{field}'");
        return KerasSettings.AxisOf(_file, value) is int number and >= 1 and <= short.MaxValue
            ? number
            : throw _file.Error(value, $"'{field}' is {value.Describe()}; a number from 1 to {short.MaxValue}, or an array of one, was expected");
    }
}
