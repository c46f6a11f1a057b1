namespace TinyRnn.Model;

/// <summary>What a network reads at each step.</summary>
public abstract class NetworkInput
{
    private protected NetworkInput(int size) => Size = size;

    /// <summary>Size of the row that the first layer reads.</summary>
    public int Size { get; }
}
