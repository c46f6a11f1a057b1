namespace TinyRnn;

/// <summary>Why <see cref="StateForm.TryRead"/> cannot read bytes as a state.</summary>
public enum StateError
{
    /// <summary>There is no error.</summary>
    None,

    /// <summary>The bytes do not begin like a state: they are something else, or empty.</summary>
    NoState,

    /// <summary>The format has a version that this program does not know.</summary>
    OtherVersion,

    /// <summary>There are fewer or more bytes than the header says.</summary>
    OtherLength,

    /// <summary>The checksum does not match the bytes.</summary>
    Damaged,

    /// <summary>The bytes are valid, but belong to a model with other layers or weights, for example before a new training.</summary>
    OtherModel,
}
