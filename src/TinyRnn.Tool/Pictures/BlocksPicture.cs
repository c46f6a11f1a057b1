using System.Globalization;
using System.Text;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Pictures;

/// <summary>Draws which blocks of a model's matrices are not zero. A column is an input, a row is 16 units of a gate.</summary>
internal static class BlocksPicture
{
    private const double Left = 64;
    private const double Width = 768;
    private const double Gap = 58;
    private const double HighestCell = 12;
    private const int MostCells = 768;
    private const int Shades = 8;

    /// <summary>Draws all matrices of a model.</summary>
    /// <returns>The picture's path.</returns>
    /// <exception cref="ToolException">The model has no matrix.</exception>
    public static string Save(Network network, string title, RunFiles files, string path)
    {
        Matrix[] matrices =
        [
            .. from layer in network.Layers from spec in layer.Tensors
               where SparseForm.GridOf(layer, spec) is not null
               select new Matrix(layer, network.Tensors[spec.Name], SparseForm.GridOf(layer, spec)!, MatrixDensity.Of(network, layer, spec)!),
        ];
        if (matrices.Length == 0)
        {
            throw new ToolException($"{title}: has no matrix, so there are no blocks to draw");
        }

        double head = SvgCanvas.TitleHeight(title, 16, Left + Width + 24);
        SvgCanvas canvas = new(Left + Width + 24, head + 34 + matrices.Sum(matrix => Gap + matrix.Height));
        canvas.Title(title, 16);
        const string Legend = "blue: blocks of 16 rows by one column that are not all zero; a column is an input, a row 16 units of a gate";
        canvas.Text(16, head + 18, Legend, color: SvgColors.Quiet);
        double y = head + 34;
        foreach (Matrix matrix in matrices)
        {
            Draw(canvas, matrix, y + Gap - 24);
            y += Gap + matrix.Height;
        }

        return canvas.Save(files, path);
    }

    private static void Draw(SvgCanvas canvas, Matrix matrix, double top)
    {
        BlockGrid grid = matrix.Grid;
        string what = FormattableString.Invariant(
            $"{matrix.Density.Blocks * 100:0.0} % of {grid.Count:#,0} blocks and {matrix.Density.Weights * 100:0.0} % of the weights");
        canvas.Text(Left, top - 8, FormattableString.Invariant($"{matrix.Tensor.Name} [{grid.Rows}, {grid.Columns}]: {what}"));
        canvas.Rectangle(Left, top, matrix.Width, matrix.Height, SvgColors.Empty);
        foreach ((int shade, string path) in Paths(matrix, top))
        {
            canvas.Path(path, SvgColors.Full, (double)shade / Shades);
        }

        int bands = grid.Bands / matrix.Gates;
        for (int gate = 0; gate < matrix.Gates; gate++)
        {
            double y = top + (gate * bands * matrix.Cell);
            if (gate > 0)
            {
                canvas.Line(Left, y, Left + matrix.Width, y, SvgColors.Border);
            }

            canvas.Text(Left - 8, y + (bands * matrix.Cell / 2) + 4, matrix.GateNames[gate], "end", color: SvgColors.Quiet);
        }
    }

    // One path for each shade: a large matrix has a hundred thousand blocks, several of which share a cell.
    private static IEnumerable<(int Shade, string Path)> Paths(Matrix matrix, double top)
    {
        BlockGrid grid = matrix.Grid;
        bool[] blocks = SparseForm.Present(matrix.Tensor, grid);
        StringBuilder?[] paths = new StringBuilder?[Shades + 1];
        double width = matrix.Width / matrix.CellColumns;
        for (int band = 0; band < grid.Bands; band++)
        {
            int runStart = 0, runShade = 0;
            for (int cell = 0; cell <= matrix.CellColumns; cell++)
            {
                int shade = cell == matrix.CellColumns ? 0 : ShadeOf(blocks.AsSpan(band * grid.Columns, grid.Columns), cell, matrix.CellColumns);
                if (shade == runShade && cell < matrix.CellColumns)
                {
                    continue;
                }

                if (runShade > 0)
                {
                    double x = Left + (runStart * width), y = top + (band * matrix.Cell), wide = (cell - runStart) * width;
                    (paths[runShade] ??= new StringBuilder()).Append(
                        CultureInfo.InvariantCulture, $"M{x:0.##} {y:0.##}h{wide:0.##}v{matrix.Cell:0.##}h{-wide:0.##}z");
                }

                (runStart, runShade) = (cell, shade);
            }
        }

        return paths.Select((path, shade) => (shade, $"{path}")).Where(pair => pair.Item2.Length > 0);
    }

    private static int ShadeOf(ReadOnlySpan<bool> band, int cell, int cells)
    {
        int start = (int)((long)cell * band.Length / cells), end = Math.Max(start + 1, (int)((cell + 1L) * band.Length / cells));
        return (int)Math.Ceiling((double)band[start..end].Count(true) * Shades / (end - start));
    }

    private sealed record Matrix(Layer Layer, Tensor Tensor, BlockGrid Grid, MatrixDensity Density)
    {
        /// <summary>Cells in a row: one for each column, or fewer if they would be too narrow to see.</summary>
        public int CellColumns => Math.Min(Grid.Columns, MostCells);

        public double Width => CellColumns * Math.Min(HighestCell, BlocksPicture.Width / CellColumns);

        /// <summary>Height of a row of blocks.</summary>
        public double Cell => Math.Clamp(960.0 / Grid.Bands, 2, HighestCell);

        public double Height => Grid.Bands * Cell;

        public int Gates => Grid.Rows / Grid.GroupRows;

        public IReadOnlyList<string> GateNames => (Layer, Gates) switch
        {
            (GruLayer, 3) => ["r", "z", "n"],
            (LstmLayer, 4) => ["i", "f", "g", "o"],
            _ => [.. Enumerable.Repeat("", Gates)],
        };
    }
}
