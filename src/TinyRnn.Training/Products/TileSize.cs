namespace TinyRnn.Training;

/// <summary>A number that is a constant to the compiler, so that each size of a kernel is compiled from one body.</summary>
internal interface ITileSize
{
    static abstract int Count { get; }
}

internal readonly struct One : ITileSize
{
    public static int Count => 1;
}

internal readonly struct Two : ITileSize
{
    public static int Count => 2;
}

internal readonly struct Three : ITileSize
{
    public static int Count => 3;
}

internal readonly struct Four : ITileSize
{
    public static int Count => 4;
}

internal readonly struct Eight : ITileSize
{
    public static int Count => 8;
}
