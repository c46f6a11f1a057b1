namespace TinyRnn.Model;

/// <summary>Checks that the parts of a network fit together.</summary>
internal static class NetworkChecks
{
    public static void Check(Network network)
    {
        CheckLayers(network);
        CheckInput(network);
        CheckOutput(network);
        NamedPart.Check(network);
        CheckResidual(network);
        CheckForecast(network);
        CheckLabels(network);
        CheckTensors(network);
        CheckText(network.Name, ModelErrorCode.InvalidValue, "name");
        for (int i = 0; i < network.TestVectors.Count; i++)
        {
            CheckTestVector(network, network.TestVectors[i], i);
        }
    }

    private static void CheckLayers(Network network)
    {
        if (network.Layers.Count == 0)
        {
            throw new InvalidNetworkException(ModelErrorCode.InvalidValue, "a model needs at least one layer", "layers");
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer layer = network.Layers[i];
            if (!IsIdentifier(layer.Name))
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue, "a layer's name must be ASCII letters, digits and '_', not starting with a digit, at most 64", "layers", i,
                    "name");
            }

            if (!names.Add(layer.Name))
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue, $"two layers are named '{layer.Name}' (upper and lower case are the same here)", "layers", i, "name");
            }

            if (layer.Sizes.Any(length => length is < 1 or > FieldReader.MaximumSize))
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.InvalidValue, $"the sizes of layer '{layer.Name}' must be from 1 to {FieldReader.MaximumSize}", "layers", i);
            }

            CheckInputs(network, i);
        }
    }

    private static void CheckInputs(Network network, int index)
    {
        Node node = network.Graph.Nodes[index];
        Layer layer = node.Layer;
        int[] sizes = [.. network.Graph.InputSizesOf(index, network.Input.Size)];
        if (layer.InputSizes is IReadOnlyList<int> wanted && !wanted.SequenceEqual(sizes))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"layer '{layer.Name}' reads {Describe(wanted)} values, but {Found(network, node)}", "layers", index,
                "inputSizes");
        }

        if (sizes.Sum(size => (long)size) != layer.InputSize)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"layer '{layer.Name}' reads {layer.InputSize} values, but {Found(network, node)}", "layers", index, "inputSize");
        }

        if (layer is EmbeddingLayer && (!node.IsFirst || network.Tokens is null))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, "an embedding reads tokens: it must be the first layer, and the network's input must be tokens", "layers", index,
                "kind");
        }

        if (network.Tokens is null || !node.Inputs.Contains(Graph.Input))
        {
            return;
        }

        if (!layer.ReadsTokens)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"{layer.Kind} reads rows of numbers: it cannot be the first layer of a network that reads tokens", "layers",
                index, "kind");
        }

        if (!node.IsFirst)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue,
                $"layer '{layer.Name}' reads tokens together with other values; pass the tokens through a dense layer or an embedding first", "layers",
                index, "inputs");
        }
    }

    // Describes where a layer's inputs come from, and their sizes.
    private static string Found(Network network, Node node) => string.Join(" and ", node.Inputs.Select(input =>
        input != Graph.Input ? FormattableString.Invariant($"layer '{network.Layers[input].Name}' gives {network.Layers[input].OutputSize}")
        : network.Tokens is TokenInput tokens ? FormattableString.Invariant($"{Place(tokens)} has {tokens.Size} {tokens.Noun}s")
        : FormattableString.Invariant($"the input has size {network.Input.Size}")));

    private static string Place(TokenInput tokens) => tokens is PlainTokens ? "the input" : "the vocabulary";

    private static void CheckInput(Network network)
    {
        if (network.Input is not VectorInput vector)
        {
            return;
        }

        if (vector.Names is not null && vector.Names.Count != vector.Size)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"the input has size {vector.Size}, but {vector.Names.Count} names", "input", "names");
        }

        for (int i = 0; i < vector.Names?.Count; i++)
        {
            CheckText(vector.Names[i], ModelErrorCode.InvalidValue, "input", "names", i);
        }

        if (vector.Scaling is not null && vector.Scaling.Mean.Count != vector.Size)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"the input has size {vector.Size}, but {vector.Scaling.Mean.Count} means", "input", "mean");
        }
    }

    private static void CheckOutput(Network network)
    {
        int last = network.Layers.Count - 1;
        Activation activation = network.Layers[last].OutputActivation;
        if (!GivesNumbers(network) && activation is not (Activation.Identity or Activation.Softmax or Activation.LogSoftmax))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue,
                $"the last layer of a {Words.Of(network.Task)} model must have the activation 'identity', 'softmax' or 'log-softmax', not "
                    + $"'{Words.Of(activation)}'",
                "layers", last, "activation");
        }

        OutputSteps? needed = network.Task switch
        {
            NetworkTask.Classify or NetworkTask.Forecast => OutputSteps.Last,
            NetworkTask.LanguageModel => OutputSteps.Every,
            _ => null,
        };
        if (needed is OutputSteps steps && steps != network.OutputSteps)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"the output steps of a {Words.Of(network.Task)} model must be '{Words.Of(steps)}'", "output", "steps");
        }

        if (network.OutputScaling is not null && !GivesNumbers(network))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"the output of a {Words.Of(network.Task)} model cannot have a scaling ('mean' and 'std')", "output", "mean");
        }

        if (network.OutputScaling is not null && network.OutputScaling.Mean.Count != network.OutputSize)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"the output has size {network.OutputSize}, but {network.OutputScaling.Mean.Count} means", "output", "mean");
        }

        if (network.Task == NetworkTask.LanguageModel)
        {
            CheckLanguageModel(network);
        }
    }

    private static void CheckResidual(Network network)
    {
        if (network.Residual is not Residual residual)
        {
            return;
        }

        if (!(Math.Abs(residual.Factor) is > 0f and <= float.MaxValue))
        {
            throw new InvalidNetworkException(ModelErrorCode.InvalidValue, "'skipFactor' must be a number other than 0", "output", "skipFactor");
        }

        if (!GivesNumbers(network) || network.Input is not VectorInput)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, "a residual connection needs the task 'raw' or 'forecast' and rows of numbers as input", "output", "skip");
        }

        if (residual.Inputs.Count != network.OutputSize)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"the output has size {network.OutputSize}, but 'skip' has {residual.Inputs.Count} values", "output", "skip");
        }

        for (int i = 0; i < residual.Inputs.Count; i++)
        {
            if (residual.Inputs[i] < 0 || residual.Inputs[i] >= network.InputSize)
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.SizeMismatch, $"'skip' names the input value {residual.Inputs[i]}, but the input has size "
                        + $"{network.InputSize}", "output", "skip", i);
            }
        }
    }

    private static void CheckForecast(Network network)
    {
        if (network.Forecast is not ForecastShape shape)
        {
            if (network.Task == NetworkTask.Forecast)
            {
                throw new InvalidNetworkException(ModelErrorCode.MissingField, $"a forecast model needs the field '{ForecastShape.Field}'", "task");
            }

            return;
        }

        if (network.Task != NetworkTask.Forecast)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"a {Words.Of(network.Task)} model cannot have '{ForecastShape.Field}'; only the task 'forecast' has it",
                    ForecastShape.Field);
        }

        if (new[] { shape.Window, shape.Horizon, shape.Columns }.Any(size => size is < 1 or > FieldReader.MaximumSize))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"window, horizon and columns of a forecast must be from 1 to {FieldReader.MaximumSize}", ForecastShape.Field);
        }

        if (network.Input is not VectorInput)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, "a forecast model reads rows of numbers, so its input must be of kind 'vector'", "input", "kind");
        }

        if (network.InputSize != shape.Columns && network.InputSize != shape.Values)
        {
            string whole = shape.Window == 1 ? "" : $" (a row a step) or {shape.Values} (the whole window in one step)";
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"the input of a forecast with {shape.Columns} columns has size {shape.Columns}{whole}, not "
                    + $"{network.InputSize}", ForecastShape.Field, "columns");
        }

        if (network.OutputSize != 1)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"a forecast is one value, but the last layer gives {network.OutputSize}", "layers", network.Layers.Count - 1);
        }

        if (shape.Target < 0 || shape.Target >= shape.Columns)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"'target' names the column {shape.Target}, but a row has only {shape.Columns} columns, counted from 0",
                    ForecastShape.Field, "target");
        }

        if (shape.Known.Any(column => column < 0 || column >= shape.Columns || column == shape.Target) || shape.Known.Distinct().Count() < shape.Known.Count)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"'{ForecastShape.KnownField}' must name columns from 0 to {shape.Columns - 1}, each once and not the target, not "
                    + string.Join(", ", shape.Known.Select(column => $"{column}")), ForecastShape.Field, ForecastShape.KnownField);
        }

        if (shape.Origin is IReadOnlyList<double> origin
            && (origin.Count != shape.Columns || !origin.Append(shape.OutputOrigin).All(value => !double.IsNaN(value) && !double.IsInfinity(value))))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch,
                    $"'{ForecastShape.OriginField}' has {origin.Count} values; it needs one finite value for each of the {shape.Columns} "
                    + "columns", ForecastShape.Field, ForecastShape.OriginField);
        }
    }

    private static bool GivesNumbers(Network network) => network.Task is NetworkTask.Raw or NetworkTask.Forecast;

    private static void CheckLanguageModel(Network network)
    {
        if (network.Tokens is not TokenInput tokens || tokens is WordVocabulary { Fit: not null })
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue,
                network.Tokens is null
                    ? "a language model must read tokens: the characters or words of a vocabulary, or plain tokens"
                    : "a language model reads text of any length, so its input cannot have 'length'",
                "input", network.Tokens is null ? "kind" : "length");
        }

        int ahead = IndexOf(network.Layers, layer => layer.NeedsWholeSequence);
        if (ahead >= 0)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, $"a language model must not see later steps, but layer '{network.Layers[ahead].Name}' reads them", "layers",
                    ahead);
        }

        if (network.OutputSize != tokens.Size)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch,
                $"a language model needs one output for each {tokens.Noun}: {Place(tokens)} has {tokens.Size}, the last layer gives {network.OutputSize}",
                "layers", network.Layers.Count - 1);
        }
    }

    private static void CheckLabels(Network network)
    {
        if (network.Task != NetworkTask.Classify)
        {
            if (network.Labels.Count > 0)
            {
                throw new InvalidNetworkException(ModelErrorCode.Labels, $"a {Words.Of(network.Task)} model cannot have labels", "labels");
            }

            return;
        }

        if (network.Labels.Count != network.OutputSize)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch, $"there are {network.Labels.Count} labels for {network.OutputSize} outputs", "labels");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < network.Labels.Count; i++)
        {
            string label = network.Labels[i];
            if (string.IsNullOrWhiteSpace(label) || label.Any(char.IsControl))
            {
                throw new InvalidNetworkException(ModelErrorCode.Labels, "a label must not be blank or contain control characters", "labels", i);
            }

            CheckText(label, ModelErrorCode.Labels, "labels", i);

            if (!seen.Add(label))
            {
                throw new InvalidNetworkException(ModelErrorCode.Labels, $"duplicate label '{ModelText.Shorten(label)}'", "labels", i);
            }
        }
    }

    private static void CheckTensors(Network network)
    {
        HashSet<string> used = [];
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer layer = network.Layers[i];
            foreach (TensorSpec spec in layer.Tensors)
            {
                used.Add(spec.Name);
                if (!network.Tensors.TryGetValue(spec.Name, out Tensor? tensor))
                {
                    throw new InvalidNetworkException(
                        ModelErrorCode.MissingTensor, $"layer '{layer.Name}' needs the tensor '{spec.Name}' of shape {Describe(spec.Shape)}", "layers", i,
                        "name");
                }

                if (!tensor.Shape.SequenceEqual(spec.Shape))
                {
                    throw new InvalidNetworkException(
                        ModelErrorCode.TensorShape,
                        $"tensor '{spec.Name}' has shape {Describe(tensor.Shape)}; layer '{layer.Name}' needs {Describe(spec.Shape)}",
                        "tensors", spec.Name, "shape");
                }
            }
        }

        foreach (Tensor tensor in network.Tensors.Values)
        {
            if (!used.Contains(tensor.Name))
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.UnusedTensor, $"no layer uses the tensor '{ModelText.Shorten(tensor.Name)}'", "tensors", tensor.Name);
            }

            CheckFinite(tensor);
        }

        CheckQuantized(network);
    }

    // The layer, not the tensor, decides whether quantised values are multiplied or looked up.
    private static void CheckQuantized(Network network)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            foreach (TensorSpec spec in network.Layers[i].Tensors)
            {
                Tensor tensor = network.Tensors[spec.Name];
                if (tensor.Type != TensorType.I8)
                {
                    continue;
                }

                if (spec.Reads is MatrixInput.None or MatrixInput.LayerAndHidden)
                {
                    string reason = spec.Reads == MatrixInput.None ? "it is not a matrix" : "the input and the hidden state have no common range";
                    throw new InvalidNetworkException(
                        ModelErrorCode.InvalidValue, $"tensor '{spec.Name}' cannot be {Words.Of(TensorType.I8)}: {reason}", "tensors", spec.Name, "dtype");
                }

                bool isLookedUp = network.IsLookedUp(i, spec);
                if (isLookedUp != tensor.InputRange is null)
                {
                    throw isLookedUp
                        ? new InvalidNetworkException(
                            ModelErrorCode.UnknownField, $"tensor '{spec.Name}' cannot have 'inputRange': it is looked up by token, not multiplied", "tensors",
                            spec.Name, "inputRange")
                        : new InvalidNetworkException(
                            ModelErrorCode.MissingField,
                            $"tensor '{spec.Name}' of {Words.Of(TensorType.I8)} needs the field 'inputRange', the range of the values that it is multiplied "
                                + "with",
                            "tensors", spec.Name);
                }
            }
        }
    }

    private static void CheckFinite(Tensor tensor)
    {
        for (int i = 0; i < tensor.Values.Length; i++)
        {
            if (float.IsNaN(tensor.Values[i]) || float.IsInfinity(tensor.Values[i]))
            {
                string value = float.IsNaN(tensor.Values[i]) ? "NaN" : "infinite";
                throw new InvalidNetworkException(
                    ModelErrorCode.NotFinite, $"element {Describe(IndexOf(i, tensor.Shape))} of tensor '{tensor.Name}' is {value}", "tensors", tensor.Name,
                    "data");
            }
        }
    }

    private static void CheckTestVector(Network network, TestVector vector, int index)
    {
        int steps;
        if (network.Tokens is TokenInput tokens)
        {
            if (vector.Text is null)
            {
                throw new InvalidNetworkException(ModelErrorCode.TestVector, "a test vector of a model that reads tokens needs 'text'", "probes", index);
            }

            CheckText(vector.Text, ModelErrorCode.TestVector, "probes", index, "text");
            try
            {
                steps = tokens.Encode(vector.Text).Length;
            }
            catch (ArgumentException e)
            {
                throw new InvalidNetworkException(
                    ModelErrorCode.TestVector, "the text of this test vector cannot be read: " + e.Message, "probes", index, "text");
            }
        }
        else
        {
            if (vector.Values is null)
            {
                throw new InvalidNetworkException(ModelErrorCode.TestVector, "a test vector of a model that reads vectors needs 'values'", "probes", index);
            }

            steps = vector.Values.Length % network.InputSize == 0 ? vector.Values.Length / network.InputSize : 0;
        }

        if (network.Forecast is ForecastShape shape && vector.Values!.Length != shape.Values)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.TestVector, $"a test vector of this forecast model needs {shape.Window} rows of {shape.Columns} values, not "
                    + $"{vector.Values.Length} values", "probes", index, "values");
        }

        if (steps == 0)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.TestVector, $"a test vector needs at least one whole step of input (size {network.InputSize})", "probes", index);
        }

        if (!IsFinite(vector.Output) || (vector.Values is not null && !IsFinite(vector.Values)))
        {
            throw new InvalidNetworkException(ModelErrorCode.TestVector, "a test vector must hold only finite numbers", "probes", index);
        }

        long expected = network.OutputSteps == OutputSteps.Last ? network.OutputSize : (long)steps * network.OutputSize;
        if (vector.Output.Length != expected)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.TestVector, $"the output of this test vector has {vector.Output.Length} values; it needs {expected}", "probes", index, "output");
        }
    }

    private static bool IsFinite(float[] values) => Array.TrueForAll(values, value => !float.IsNaN(value) && !float.IsInfinity(value));

    // The parser has checked text from a file. Text given in code is checked here, because the writer could not write it.
    public static void CheckText(string text, ModelErrorCode code, params object[] place)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw new InvalidNetworkException(code, $"half a surrogate pair at position {i} of '{ModelText.Shorten(text)}'", place);
            }
        }
    }

    private static bool IsIdentifier(string name) =>
        name.Length is > 0 and <= 64
        && name[0] is not (>= '0' and <= '9')
        && name.All(c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'));

    private static int IndexOf(IReadOnlyList<Layer> layers, Func<Layer, bool> condition)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (condition(layers[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int[] IndexOf(int offset, IReadOnlyList<int> shape)
    {
        int[] index = new int[shape.Count];
        for (int i = index.Length - 1; i >= 0; i--)
        {
            index[i] = offset % shape[i];
            offset /= shape[i];
        }

        return index;
    }

    private static string Describe(IEnumerable<int> sizes) => "[" + string.Join(", ", sizes.Select(number => $"{number}")) + "]";
}
