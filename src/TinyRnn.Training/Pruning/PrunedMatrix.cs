using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A parameter with blocks that stay zero.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class PrunedMatrix<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _parameter;
    private readonly BlockGrid _grid;
    private readonly BlockMagnitudes _magnitudes;
    private readonly bool[] _isZero;
    private readonly T[] _mask;

    /// <summary>Gives the parameter a mask of ones.</summary>
    public PrunedMatrix(Parameter<T> parameter, BlockGrid grid)
    {
        _parameter = parameter;
        _grid = grid;
        _magnitudes = new BlockMagnitudes(grid);
        _isZero = new bool[grid.Count];
        _mask = new T[parameter.Value.Length];
        Array.Fill(_mask, T.One);
        parameter.Mask = _mask;
    }

    /// <summary>Keeps all blocks at zero that are zero now.</summary>
    public void KeepZeros()
    {
        for (int block = 0; block < _isZero.Length; block++)
        {
            _isZero[block] = IsZero(block);
        }

        Apply();
    }

    /// <summary>Sets the smallest blocks to zero until a share of all blocks is zero.</summary>
    /// <returns>Whether blocks were added.</returns>
    public bool Prune(double share)
    {
        bool hasMore = _magnitudes.Choose<T>(_parameter.Value, _isZero, (int)Math.Round(share * _isZero.Length));
        if (hasMore)
        {
            Apply();
        }

        return hasMore;
    }

    public void Transfer(CheckpointTransfer transfer)
    {
        transfer.Values(_isZero.AsSpan());
        Apply();
    }

    private bool IsZero(int block)
    {
        for (int row = 0; row < _grid.RowsOf(block / _grid.Columns); row++)
        {
            if (_parameter.Value[IndexOf(block, row)] != T.Zero)
            {
                return false;
            }
        }

        return true;
    }

    private void Apply()
    {
        for (int block = 0; block < _isZero.Length; block++)
        {
            for (int row = 0; _isZero[block] && row < _grid.RowsOf(block / _grid.Columns); row++)
            {
                int index = IndexOf(block, row);
                _mask[index] = T.Zero;
                _parameter.Value[index] = T.Zero;
            }
        }
    }

    private int IndexOf(int block, int row) => ((_grid.FirstRow(block / _grid.Columns) + row) * _grid.Columns) + (block % _grid.Columns);
}
