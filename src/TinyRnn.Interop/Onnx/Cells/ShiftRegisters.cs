namespace TinyRnn.Interop.Onnx;

/// <summary>
/// States that hold values of earlier steps, such as the cache of a convolution over time: each next value is either one of the state's own values or
/// one that the step computes.
/// </summary>
internal static class ShiftRegisters
{
    /// <summary>
    /// Replaces those of such states whose next one is certain, by its name or because it holds values of the state itself. A cell may read them, so
    /// this is done before cells are looked for.
    /// </summary>
    /// <param name="states">The states.</param>
    /// <param name="pairs">Possible next states of each.</param>
    /// <returns>The names of the outputs that are next states.</returns>
    public static HashSet<string> ReplaceCertain(IReadOnlyList<StateRow> states, IReadOnlyList<(StateRow State, string Name, Element[] Next)> pairs)
    {
        HashSet<string> names = [];
        foreach ((StateRow state, string name, Element[] next) in pairs)
        {
            if (state.Earlier is null && (name == state.Node + LayerExport.NextSuffix || next.Any(value => value.Row == state))
                && Of(state, next) is Element[] earlier)
            {
                state.Earlier = earlier;
                if (earlier.Any(element => DependsOnItself(element.Row!)))
                {
                    state.Earlier = null;
                    continue;
                }

                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Replaces such states by the values of earlier steps.</summary>
    /// <param name="states">The states.</param>
    /// <param name="pairs">Possible next states of each, the likeliest first.</param>
    /// <param name="names">Names of outputs that are next states; receives those of these states.</param>
    /// <returns>A state that does not hold earlier values, or null.</returns>
    public static StateRow? Replace(IReadOnlyList<StateRow> states, IReadOnlyList<(StateRow State, string Name, Element[] Next)> pairs, HashSet<string> names)
    {
        // Next states come after the output and in the order of the states; one that contains values of the state itself is certainly its next
        // state.
        foreach (StateRow state in states.Reverse())
        {
            foreach ((_, string name, Element[] next)
                in pairs.Where(pair => pair.State == state && !names.Contains(pair.Name)).OrderByDescending(pair => pair.Next.Any(value => value.Row == state)))
            {
                if (Of(state, next) is Element[] earlier)
                {
                    state.Earlier = earlier;
                    names.Add(name);
                    break;
                }
            }
        }

        // A state computed from its own earlier values is a recurrence, and not a known one.
        foreach (StateRow state in states.Where(state => state.Earlier?.Any(element => DependsOnItself(element.Row!)) == true))
        {
            state.Earlier = null;
        }

        return states.FirstOrDefault(state => state.Earlier is null);
    }

    private static Element[]? Of(StateRow state, Element[] next)
    {
        Element[] source = new Element[state.Size];
        int[] lags = new int[state.Size];
        for (int i = 0; i < state.Size; i++)
        {
            // Follows the state's own values back to one that a step computes, through each at most once.
            if (lags[i] == 0 && !Follow(i))
            {
                return null;
            }
        }

        // Looks at each value of a row by itself: one may be computed from another value in the same state.
        Element[] earlier = new Element[state.Size];
        foreach (IGrouping<Row, int> group in Enumerable.Range(0, state.Size).GroupBy(i => source[i].Row!))
        {
            DelayedRow row = new([.. group.Select(i => source[i])], [.. group.Select(i => lags[i])], state.Node);
            foreach ((int i, int index) in group.Select((i, index) => (i, index)))
            {
                earlier[i] = new Element(row, StepView.Every, index);
            }
        }

        return earlier;

        bool Follow(int first)
        {
            Stack<int> way = new([first]);
            while (true)
            {
                Element value = next[way.Peek()];
                if (value.Row == state && value.View == StepView.Every)
                {
                    if (lags[value.Index] == 0)
                    {
                        way.Push(value.Index);
                        if (way.Count > state.Size)
                        {
                            return false;
                        }

                        continue;
                    }

                    Set(way, source[value.Index], lags[value.Index]);
                    return true;
                }

                if (value.Row is null or TokenRow or LengthRow or IterationRow || value.View != StepView.Every)
                {
                    return false;
                }

                Set(way, value, 0);
                return true;
            }
        }

        void Set(Stack<int> way, Element from, int lag)
        {
            foreach (int index in way)
            {
                source[index] = from;
                lags[index] = ++lag;
            }
        }
    }

    private static bool DependsOnItself(Row earlier)
    {
        Stack<Row> open = new([earlier]);
        HashSet<Row> seen = [];
        while (open.TryPop(out Row? row))
        {
            foreach (Row read in row.Inputs.SelectMany(input => input).Select(element => element.Current.Row).OfType<Row>().Distinct())
            {
                if (read == earlier)
                {
                    return true;
                }

                if (seen.Add(read))
                {
                    open.Push(read);
                }
            }
        }

        return false;
    }
}
