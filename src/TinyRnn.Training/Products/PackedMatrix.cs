using System.Numerics;
using System.Runtime.Intrinsics;

namespace TinyRnn.Training;

/// <summary>A matrix B [k, n] in <see cref="Panels"/>, packed once for many products C += A B. It is filled again when its values change.</summary>
/// <param name="bits">Width of a vector, 128, 256 or 512.</param>
internal sealed unsafe class PackedMatrix<T>(int bits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _buffer = new();

    public PackedMatrix()
        : this(WidestBits)
    {
    }

    /// <summary>Width of the widest vectors that are worthwhile on this machine.</summary>
    public static int WidestBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Number of rows, k.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of columns, n.</summary>
    public int Columns { get; private set; }

    private int Lanes => bits / 8 / sizeof(T);

    /// <summary>Packs B.</summary>
    /// <param name="rows">k.</param>
    /// <param name="columns">n.</param>
    /// <param name="b">B.</param>
    /// <param name="rowB">Distance between rows.</param>
    /// <param name="order">The place of each row, counted in rows; null if they are contiguous.</param>
    public void Pack(int rows, int columns, T* b, nint rowB, int* order = null) =>
        Panels.Pack(columns, rows, b, rowB, Resize(rows, columns), Lanes, order);

    /// <summary>Packs B, given as its transpose [columns, rows].</summary>
    public void PackTransposed(int rows, int columns, T* turned, nint rowTurned) =>
        Panels.PackTransposed(columns, rows, turned, rowTurned, Resize(rows, columns), Lanes);

    /// <summary>C += A B, with A [m, k] and C [m, n].</summary>
    /// <param name="m">Number of rows.</param>
    /// <param name="a">A.</param>
    /// <param name="rowA">Distance between rows of A.</param>
    /// <param name="stepA">Distance between columns of A.</param>
    /// <param name="c">C.</param>
    /// <param name="rowC">Distance between rows of C.</param>
    public void AddProduct(int m, T* a, nint rowA, nint stepA, T* c, nint rowC) => AddProduct(m, a, rowA, stepA, c, rowC, 0, Columns);

    /// <summary>The same for a range of columns of B and C.</summary>
    /// <param name="m">Number of rows.</param>
    /// <param name="a">A.</param>
    /// <param name="rowA">Distance between rows of A.</param>
    /// <param name="stepA">Distance between columns of A.</param>
    /// <param name="c">C.</param>
    /// <param name="rowC">Distance between rows of C.</param>
    /// <param name="start">First column; a panel must start there.</param>
    /// <param name="end">One past the last column; a panel must end there.</param>
    public void AddProduct(int m, T* a, nint rowA, nint stepA, T* c, nint rowC, int start, int end)
    {
        T* packed = _buffer.Ensure(Panels.Length(Columns, Rows, Lanes));
        if (bits == 512)
        {
            PanelProduct<T, Vector512<T>, Width512<T>>.AddPacked(m, start, end, Columns, Rows, a, rowA, stepA, packed, c, rowC);
        }
        else if (bits == 256)
        {
            PanelProduct<T, Vector256<T>, Width256<T>>.AddPacked(m, start, end, Columns, Rows, a, rowA, stepA, packed, c, rowC);
        }
        else
        {
            PanelProduct<T, Vector128<T>, Width128<T>>.AddPacked(m, start, end, Columns, Rows, a, rowA, stepA, packed, c, rowC);
        }
    }

    /// <summary>One past the last column of the panel that starts at a column.</summary>
    public int PanelEnd(int column) => Math.Min(column + Panels.Width(Columns - column, Lanes), Columns);

    /// <summary>C += A B with an unpacked B [k, n]. This matrix serves as a buffer for the last columns and loses its content.</summary>
    public void AddPlainProduct(int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint rowB, T* c, nint rowC)
    {
        T* last = Resize(k, Math.Min(n, Lanes));
        if (bits == 512)
        {
            PanelProduct<T, Vector512<T>, Width512<T>>.AddPlain(m, n, k, a, rowA, stepA, b, rowB, c, rowC, last);
        }
        else if (bits == 256)
        {
            PanelProduct<T, Vector256<T>, Width256<T>>.AddPlain(m, n, k, a, rowA, stepA, b, rowB, c, rowC, last);
        }
        else
        {
            PanelProduct<T, Vector128<T>, Width128<T>>.AddPlain(m, n, k, a, rowA, stepA, b, rowB, c, rowC, last);
        }
    }

    private T* Resize(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        return _buffer.Ensure(Panels.Length(columns, rows, Lanes));
    }
}
