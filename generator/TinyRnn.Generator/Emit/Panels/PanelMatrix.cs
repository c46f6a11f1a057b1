using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// The affine part of a layer, a = W_1 x_1 + W_2 x_2 + ... + b, packed for the panel kernel and scaled for its activation.
/// Where the input is one-hot, its product with the bias added is a row of a table, one row a token.
/// </summary>
internal sealed class PanelMatrix
{
    private readonly List<PanelInput> _inputs = [];
    private readonly double _scale;
    private readonly double[] _bias;

    public PanelMatrix(string name, int rows, Activation activation)
    {
        Name = name;
        Layout = new PanelLayout(rows);
        Activation = activation;
        _bias = new double[rows];
        _scale = activation switch
        {
            Activation.Tanh => 2 / Math.Log(2),
            Activation.Sigmoid => -1 / Math.Log(2),
            _ => 1,
        };
    }

    /// <summary>Prefix of the names of its data and kernels.</summary>
    public string Name { get; }

    public PanelLayout Layout { get; }

    /// <summary>What the kernel applies to each sum; soft-max and its logarithm come after it.</summary>
    public Activation Activation { get; }

    /// <summary>Tokens of the table, or 0 where all input is dense.</summary>
    public int TableRows => Table?.Columns ?? 0;

    public PanelInput? Table { get; private set; }

    /// <summary>The dense inputs in the order of their products.</summary>
    public IReadOnlyList<PanelInput> Inputs => _inputs;

    public int InputCount => _inputs.Sum(input => input.Columns);

    public long FloatCount => ((long)Layout.PaddedRows * InputCount) + StartLength;

    /// <summary>Floats of the bias or the table.</summary>
    public int StartLength => Layout.PaddedRows * Math.Max(1, TableRows);

    public void AddInput(string name, Tensor weight, int firstColumn, int columns) =>
        _inputs.Add(new PanelInput(name, weight, firstColumn, columns));

    public void AddTokens(Tensor weight, int columns) => Table = new PanelInput("token", weight, 0, columns);

    public void AddBias(Tensor bias)
    {
        for (int row = 0; row < _bias.Length; row++)
        {
            _bias[row] += bias.Values[row];
        }
    }

    /// <summary>The weights: tile by tile, input by input, row by row.</summary>
    public IEnumerable<float> Weights()
    {
        foreach (PanelTile tile in Layout.Tiles)
        {
            foreach (PanelInput input in _inputs)
            {
                for (int column = 0; column < input.Columns; column++)
                {
                    for (int row = tile.Start; row < tile.Start + tile.Size; row++)
                    {
                        yield return row < Layout.Rows ? (float)(_scale * input.At(row, column)) : 0f;
                    }
                }
            }
        }
    }

    /// <summary>What the sums start from: the bias, or for each token the bias and its column.</summary>
    public IEnumerable<float> Start()
    {
        for (int token = 0; token < Math.Max(1, TableRows); token++)
        {
            for (int row = 0; row < Layout.PaddedRows; row++)
            {
                yield return row < Layout.Rows ? (float)(_scale * (_bias[row] + (Table?.At(row, token) ?? 0))) : 0f;
            }
        }
    }
}

/// <summary>Some columns of a weight matrix and the name of what they are multiplied with.</summary>
internal sealed class PanelInput(string name, Tensor weight, int firstColumn, int columns)
{
    public string Name { get; } = name;

    public int Columns { get; } = columns;

    public double At(int row, int column) => weight.Values[(row * weight.Shape[1]) + firstColumn + column];
}
