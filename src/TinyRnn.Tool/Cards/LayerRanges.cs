using TinyRnn.Model;
using TinyRnn.Tool.Pictures;

namespace TinyRnn.Tool.Cards;

/// <summary>Between which values a network's layers are on data.</summary>
internal sealed class LayerRanges
{
    private const int MostSteps = 20_000;

    private readonly Seen[] _seen;

    private LayerRanges(Network network) => _seen = [.. network.Layers.Select(layer => new Seen(layer.Name)).Prepend(new Seen("input, as the layers read it"))];

    /// <summary>How many steps were run.</summary>
    public long Steps { get; private set; }

    /// <summary>How many there are.</summary>
    public long AllSteps { get; private set; }

    /// <summary>What was seen of the input, unless that is tokens, and of each layer.</summary>
    public IReadOnlyList<ValueRange> Ranges => [.. _seen.Where(seen => seen.Count > 0).Select(seen => seen.Range)];

    /// <summary>Runs the first steps of sequences.</summary>
    public static LayerRanges Of(Network network, IReadOnlyList<ModelSequence> sequences)
    {
        LayerRanges ranges = new(network) { AllSteps = sequences.Sum(sequence => (long)sequence.Steps(network)) };
        Interpreter interpreter = new(network) { Observer = (layer, values) => ranges._seen[layer + 1].Add(values) };
        foreach (ModelSequence sequence in sequences)
        {
            int steps = (int)Math.Min(sequence.Steps(network), MostSteps - ranges.Steps);
            if (steps <= 0)
            {
                break;
            }

            sequence.Take(network, steps).Run(interpreter);
            ranges.Steps += steps;
        }

        return ranges;
    }

    private sealed class Seen(string name)
    {
        private double _low = double.PositiveInfinity;
        private double _high = double.NegativeInfinity;
        private double _mean;
        private double _squares;
        private long _zeros;

        public long Count { get; private set; }

        public ValueRange Range => new(name, Count, _low, _high, _mean, Math.Sqrt(_squares / Count), _zeros);

        // Welford's way, which loses no digits where the mean is large.
        public void Add(ReadOnlySpan<float> values)
        {
            foreach (float value in values)
            {
                Count++;
                _low = Math.Min(_low, value);
                _high = Math.Max(_high, value);
                double before = value - _mean;
                _mean += before / Count;
                _squares += before * (value - _mean);
                _zeros += value == 0 ? 1 : 0;
            }
        }
    }
}
