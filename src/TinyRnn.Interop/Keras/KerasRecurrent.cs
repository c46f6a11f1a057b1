using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Adds recurrent layers, plain or wrapped.</summary>
internal sealed class KerasRecurrent(NetworkBuilder builder, KerasLayers layers, KerasActivations activations)
{
    /// <summary><c>SimpleRNN</c>, <c>GRU</c> or <c>LSTM</c>.</summary>
    public IReadOnlyList<KerasValue> Add(KerasSite site, KerasValue read) => Add(site.Layer.Class, site, read, isBidirectional: false);

    /// <summary><c>RNN</c> with one cell, or with several stacked cells.</summary>
    public IReadOnlyList<KerasValue> AddCell(KerasSite site, KerasValue read)
    {
        KerasSettings cell = site.Layer.Inner("cell");
        if (cell.Class == "StackedRNNCells" && site.Weights.HasStackedCells)
        {
            return [AddStack(site, read, cell)];
        }

        return Add(KindOf(site, cell), site with { Layer = cell }, read, isBidirectional: false);
    }

    // One layer for each cell. All but the last give every step, in the order in which the first reads them.
    private KerasValue AddStack(KerasSite site, KerasValue read, KerasSettings stack)
    {
        stack.Precision();
        IReadOnlyList<KerasSettings> cells = stack.InnerOnes("cells");
        if (cells.Count == 0 || site.Outer.Flag("return_state", false))
        {
            throw site.Error(
                cells.Count == 0
                    ? "its 'cells' are empty; one or more were expected"
                    : "it gives the states of several cells ('return_state'), which is not supported");
        }

        // They are numbered by class, or have their own names.
        IEnumerable<string> groups = KerasThreeWeights.Counted(cells.Select(cell => cell.Class)).Concat(cells.Select(cell => cell.Name));
        string[] parts = [.. groups.Distinct().Select(group => $"cell/cells/{group}")];
        KerasSite whole = site with { Parts = parts };
        int start = 0;
        KerasValue value = read;
        for (int i = 0; i < cells.Count; i++)
        {
            string kind = KindOf(site, cells[i]);
            int count = cells[i].Flag("use_bias", true) ? 3 : 2;
            bool isLast = i == cells.Count - 1;
            KerasSite own = site with { Layer = cells[i], Parts = parts, Own = start..(isLast ? Math.Max(start, whole.Paths.Count) : start + count) };
            value = Add(kind, own, i == 0 ? value : value with { IsReversed = false }, isBidirectional: false, givesSteps: !isLast)[0];
            start += count;
        }

        return value;
    }

    private static string KindOf(KerasSite site, KerasSettings cell)
    {
        cell.Precision();
        return cell.Class is "SimpleRNNCell" or "GRUCell" or "LSTMCell"
            ? cell.Class[..^"Cell".Length]
            : throw site.Error(
                $"its cell is {ImportSource.Quote(cell.Class)}; SimpleRNNCell, GRUCell"
                    + $"{(site.Weights.HasStackedCells ? ", LSTMCell or StackedRNNCells of them" : " or LSTMCell")} was expected");
    }

    /// <summary><c>Bidirectional</c>.</summary>
    public KerasValue AddBidirectional(KerasSite site, KerasValue read)
    {
        KerasSettings layer = site.Outer;
        string merge = layer.Has("merge_mode") || layer.File.Find(layer.Config, "merge_mode") is null ? layer.Text("merge_mode") ?? "concat" : "none";
        KerasSettings forward = layer.Inner("layer");
        if (merge is not ("concat" or "sum" or "ave" or "mul") || forward.Class is not ("SimpleRNN" or "GRU" or "LSTM"))
        {
            throw layer.Error(
                $"it merges {ImportSource.Quote(forward.Class)} by {ImportSource.Quote(merge)}; SimpleRNN, GRU or LSTM and 'concat', 'sum', 'ave' or 'mul' "
                    + "were expected");
        }

        forward.Precision();
        if (forward.Flag("stateful", false))
        {
            throw layer.Error(
                "it is 'stateful', so both directions would continue from one call to the next; here a network that reads in reverse starts anew with each "
                    + "sequence");
        }

        if (read.IsReversed || forward.Flag("go_backwards", false))
        {
            throw layer.Error(
                "reading steps in reverse order ('go_backwards') in both directions is not supported; a forward layer within it, and steps in forward order, "
                    + "were expected");
        }

        if (layer.Has("backward_layer"))
        {
            RequireSame(layer, forward, layer.Inner("backward_layer"));
        }

        KerasValue both = Add(forward.Class, site with { Layer = forward }, read, isBidirectional: true)[0];
        return merge switch
        {
            "concat" => both,
            "mul" => Multiplied(site, both),
            _ => Merged(both, merge == "sum" ? 1f : 0.5f),
        };
    }

    // A TinyRnn layer has the same options for both directions.
    private void RequireSame(KerasSettings layer, KerasSettings forward, KerasSettings backward)
    {
        backward.Precision();
        if (!backward.Flag("go_backwards", false))
        {
            throw layer.Error("its 'backward_layer' has no 'go_backwards', so it reads in forward order");
        }

        Compare("class_name", one => one.Class);
        Compare("units", one => one.Size("units"));
        Compare("activation", one => activations.OfCell(one, "activation", "tanh"));
        Compare("recurrent_activation", one => one.Class == "SimpleRNN" ? "" : activations.OfCell(one, "recurrent_activation", "sigmoid"));
        Compare("use_bias", one => one.Flag("use_bias", true));
        Compare("reset_after", one => one.Flag("reset_after", false));
        Compare("return_sequences", one => one.Flag("return_sequences", false));
        Compare("return_state", one => one.Flag("return_state", false));
        Compare("stateful", one => one.Flag("stateful", false));

        void Compare(string field, Func<KerasSettings, object> read)
        {
            if (!read(forward).Equals(read(backward)))
            {
                throw layer.Error(
                    $"its 'backward_layer' has another '{field}' than its 'layer', {ImportSource.Quote(read(backward).ToString()!)} for "
                        + $"{ImportSource.Quote(read(forward).ToString()!)}; the same was expected");
            }
        }
    }

    // The sum or the mean of both directions, as a matrix.
    private KerasValue Merged(KerasValue both, float factor)
    {
        int units = both.Size / 2;
        float[] weight = new float[units * both.Size];
        for (int i = 0; i < units; i++)
        {
            weight[(i * both.Size) + i] = factor;
            weight[(i * both.Size) + units + i] = factor;
        }

        DenseLayer merge = new(layers.NameLayer("merge"), both.Size, units, bias: false);
        return layers.AddMatrix(both, merge, [new Tensor(merge.Weight, [units, both.Size], weight)], []);
    }

    private KerasValue Multiplied(KerasSite site, KerasValue both)
    {
        int units = both.Size / 2;
        KerasValue forward = layers.Add(both, site.Name + "_forward", name => new SelectLayer(name, both.Size, [.. Enumerable.Range(0, units)]), []);
        KerasValue backward = layers.Add(both, site.Name + "_backward", name => new SelectLayer(name, both.Size, [.. Enumerable.Range(units, units)]), []);
        string product = layers.NameLayer("merge");
        builder.Add(new CombineLayer(product, CombineOperation.Multiply, units, units) { Inputs = [forward.Names[0], backward.Names[0]] }, [], []);
        return both.As(product, units);
    }

    /// <summary>Adds a recurrent layer.</summary>
    /// <param name="kind">SimpleRNN, GRU or LSTM.</param>
    /// <param name="site">The layer, or its wrapper, together with the layer that has the sizes and activations.</param>
    /// <param name="read">Its input.</param>
    /// <param name="isBidirectional">Whether it reads in both directions.</param>
    /// <param name="givesSteps">Whether another cell reads each of its steps, whatever the fields say.</param>
    /// <returns>Its output, followed by its hidden state after the last step.</returns>
    private IReadOnlyList<KerasValue> Add(string kind, KerasSite site, KerasValue read, bool isBidirectional, bool givesSteps = false)
    {
        site.RequireSteps(read);
        site.RequireInputs(read);

        // The fields about the sequence are in RNN, which has no units of its own, or in the layer within Bidirectional.
        KerasSettings cell = site.Layer;
        KerasSettings sequence = isBidirectional ? cell : site.Outer;
        if (!givesSteps && sequence.Flag("stateful", false))
        {
            builder.Note(
                $"{ImportSource.Quote(site.Name)} continues from its last state at each call ('stateful'); here the caller keeps the state, and a network "
                    + "that reads whole sequences starts anew with each");
        }

        int units = cell.Size("units");
        bool hasBias = cell.Flag("use_bias", true);

        // Reading steps in reverse order that are reversed already gives forward order again.
        bool isReverse = !isBidirectional && sequence.Flag("go_backwards", false) != read.IsReversed;
        Direction direction = isBidirectional ? Direction.Bidirectional : isReverse ? Direction.Reverse : Direction.Forward;

        // The field exists since there is a choice; before that, the gate came before the product.
        bool resetsAfter = cell.Flag("reset_after", false);
        RecurrentLayer layer = Layer(kind, site, read.Size, units, hasBias, resetsAfter, direction);
        int perDirection = hasBias ? 3 : 2;
        site.RequireCount(perDirection * layer.Directions.Count);
        int columns = layer.Gates * units;
        List<Tensor> tensors = [];
        for (int i = 0; i < layer.Directions.Count; i++)
        {
            float[] kernel = site.Read(i * perDirection, read.Size, columns);
            float[] recurrent = site.Read((i * perDirection) + 1, units, columns);
            int[] biasShape = kind == "GRU" && resetsAfter ? [2, columns] : [columns];
            float[]? bias = hasBias ? site.Read((i * perDirection) + 2, biasShape) : null;
            tensors.AddRange(KerasWeights.Tensors(layer, layer.Directions[i], kernel, recurrent, bias));
        }

        KerasValue steps = layers.AddMatrix(read, layer, tensors, site.Paths) with { Rate = KerasRate.EachStep, Rank = 3, IsReversed = isReverse };
        if (givesSteps || sequence.Flag("return_sequences", false))
        {
            // The pool that the hidden state of another direction needs is added where only that state is read.
            return isBidirectional || isReverse ? [steps] : [steps, AtEnd(steps) with { IsShared = true }];
        }

        KerasValue last = AtEnd(isBidirectional ? Pooled(steps) : isReverse ? First(steps) : steps);
        return isBidirectional ? [last] : [last, last with { IsShared = true }];
    }

    private static KerasValue AtEnd(KerasValue value) => value with { Rate = KerasRate.AtEnd, Rank = 2, Steps = null, IsReversed = false };

    private KerasValue Pooled(KerasValue both) => layers.Add(both, "pooling", name => new PoolingLayer(name, both.Size, PoolingMode.Final), []);

    // A layer in the reverse direction ends at the first step.
    private KerasValue First(KerasValue steps)
    {
        int units = steps.Size;
        KerasValue twice = layers.Add(
            steps with { Names = [steps.Names[0], steps.Names[0]], Size = 2 * units }, "pooling", name => new PoolingLayer(name, 2 * units, PoolingMode.Final),
                []);
        return layers.Add(twice, "first", name => new SelectLayer(name, 2 * units, [.. Enumerable.Range(units, units)]), []);
    }

    private RecurrentLayer Layer(string kind, KerasSite site, int inputs, int units, bool hasBias, bool resetsAfter, Direction direction)
    {
        KerasSettings cell = site.Layer;
        ActivationFunction activation = activations.OfCell(cell, "activation", "tanh");
        ActivationFunction gate = kind == "SimpleRNN" ? Activation.Sigmoid : activations.OfCell(cell, "recurrent_activation", "sigmoid");
        BiasForm bias = !hasBias ? BiasForm.None : kind == "GRU" && resetsAfter ? BiasForm.Separate : BiasForm.Combined;
        RecurrentOptions options = new(bias, direction);
        string name = layers.NameLayer(site.Name);
        return kind switch
        {
            "SimpleRNN" => new RnnLayer(name, inputs, units, activation, options),
            "GRU" => new GruLayer(name, inputs, units, resetsAfter ? GruReset.After : GruReset.Before, activation, options, gate),
            _ => new LstmLayer(name, inputs, units, options: options, gateActivation: gate, activation: activation, cellActivation: activation),
        };
    }
}
