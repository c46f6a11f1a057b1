namespace NoiseSuppression.Picture;

/// <summary>Colours from dark to light, which keep their order in greyscale.</summary>
internal static class HeatColours
{
    /// <summary>The number of colours.</summary>
    public const int Count = 256;

    private static readonly (byte Red, byte Green, byte Blue)[] Stops =
        [(8, 8, 24), (52, 20, 96), (124, 32, 112), (196, 56, 84), (240, 112, 48), (252, 188, 64), (252, 252, 208)];

    /// <summary>Red, green and blue of each, from 0 to 255.</summary>
    public static byte[] Palette { get; } = [.. Enumerable.Range(0, Count).SelectMany(At)];

    private static byte[] At(int index)
    {
        double place = (double)index / (Count - 1) * (Stops.Length - 1);
        int stop = Math.Min((int)place, Stops.Length - 2);
        double part = place - stop;
        (byte Red, byte Green, byte Blue) from = Stops[stop];
        (byte Red, byte Green, byte Blue) to = Stops[stop + 1];
        return [Between(from.Red, to.Red), Between(from.Green, to.Green), Between(from.Blue, to.Blue)];

        byte Between(byte first, byte second) => (byte)Math.Round(first + (part * (second - first)));
    }
}
