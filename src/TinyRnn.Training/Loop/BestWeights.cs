namespace TinyRnn.Training;

/// <summary>A copy of the best weights so far.</summary>
internal sealed class BestWeights : ICheckpointed
{
    private readonly TrainableNetwork<float> _network;
    private readonly bool _higherIsBetter;
    private readonly float[][] _values;
    private double? _metric;

    public BestWeights(TrainableNetwork<float> network, bool higherIsBetter)
    {
        _network = network;
        _higherIsBetter = higherIsBetter;
        _values = [.. network.Parameters.Select(parameter => new float[parameter.Value.Length])];
    }

    /// <summary>The metric of these weights; null if there are none yet.</summary>
    public double? Metric => _metric;

    /// <summary>The training step after which the copy was made.</summary>
    public int Iteration { get; private set; }

    /// <summary>The number of offers since then that were not better.</summary>
    public int Misses { get; private set; }

    /// <summary>Copies the network's weights if they are better than the copy.</summary>
    public void Offer(double metric, int iteration)
    {
        if (_metric is double best && !(_higherIsBetter ? metric > best : metric < best))
        {
            Misses++;
            return;
        }

        Misses = 0;
        _metric = metric;
        Iteration = iteration;
        for (int i = 0; i < _values.Length; i++)
        {
            _network.Parameters[i].Value.CopyTo(_values[i], 0);
        }
    }

    /// <summary>Discards the comparison, so that the next offer is copied: weights from before a cut of blocks no longer fit the network.</summary>
    public void Forget()
    {
        _metric = null;
        Misses = 0;
    }

    /// <summary>Puts the copy back into the network.</summary>
    public void Restore()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(_network.Parameters[i].Value, 0);
        }
    }

    public void Transfer(CheckpointTransfer transfer)
    {
        double metric = transfer.Value(_metric ?? double.NaN);
        _metric = double.IsNaN(metric) ? null : metric;
        Iteration = transfer.Value(Iteration);
        Misses = transfer.Value(Misses);
        transfer.Values(_values);
    }
}
