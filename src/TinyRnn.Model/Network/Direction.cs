namespace TinyRnn.Model;

/// <summary>The order in which a recurrent layer reads a sequence.</summary>
public enum Direction
{
    /// <summary>From the first step to the last: the only order that a stream allows.</summary>
    Forward,

    /// <summary>From the last step to the first: output t has seen the steps from t to the end.</summary>
    Reverse,

    /// <summary>Both, each with its own weights: output t is the forward output, then the reverse output.</summary>
    Bidirectional,
}
