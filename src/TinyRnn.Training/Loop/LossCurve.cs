using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>
/// The loss curve of a run of any length in a fixed amount of memory. When it is full, neighbouring points are joined, and from then on each point stands
/// for twice as many steps, so that points stay evenly spread.
/// </summary>
internal sealed class LossCurve : ICheckpointed
{
    public const int Capacity = 8192;

    private readonly List<Point> _points = new(Capacity);
    private int _addedAPoint = 1;
    private int _addedToLast;

    public IReadOnlyList<LossPoint> Points =>
        [.. _points.Select(point => new LossPoint((int)point.Iteration, point.Loss, double.IsNaN(point.Metric) ? null : point.Metric))];

    /// <param name="iteration">Steps done.</param>
    /// <param name="loss">Mean over the steps since the last call.</param>
    /// <param name="metric">The metric that was measured since then, if any.</param>
    public void Add(int iteration, double loss, double? metric)
    {
        Point point = new(iteration, loss, metric ?? double.NaN);
        if (_points.Count > 0 && _addedToLast < _addedAPoint)
        {
            _points[^1] = Join(IterationBefore(_points.Count - 1), _points[^1], point);
            _addedToLast++;
            return;
        }

        if (_points.Count == Capacity)
        {
            Halve();
        }

        _points.Add(point);
        _addedToLast = 1;
    }

    public void Transfer(CheckpointTransfer transfer)
    {
        int count = transfer.Value(_points.Count);
        if (count is < 0 or > Capacity)
        {
            throw new InvalidDataException($"a loss curve of {count} points");
        }

        CollectionsMarshal.SetCount(_points, count);
        transfer.Values(CollectionsMarshal.AsSpan(_points));
        _addedAPoint = transfer.Value(_addedAPoint);
        _addedToLast = transfer.Value(_addedToLast);
    }

    private void Halve()
    {
        for (int i = 0; i < Capacity / 2; i++)
        {
            // The point before is already a joined pair.
            _points[i] = Join(IterationBefore(i), _points[2 * i], _points[(2 * i) + 1]);
        }

        _points.RemoveRange(Capacity / 2, Capacity / 2);
        _addedAPoint *= 2;
    }

    private long IterationBefore(int index) => index == 0 ? 0 : _points[index - 1].Iteration;

    private static Point Join(long before, Point first, Point second)
    {
        double share = (double)(first.Iteration - before) / (second.Iteration - before);
        double loss = (first.Loss * share) + (second.Loss * (1 - share));
        return new Point(second.Iteration, loss, double.IsNaN(second.Metric) ? first.Metric : second.Metric);
    }

    // Fields of one size leave no gaps, whose bytes would be undefined in a checkpoint.
    private readonly record struct Point(long Iteration, double Loss, double Metric);
}
