namespace TinyRnn;

/// <summary>Why bytes are not read as a state by <see cref="StateForm.TryRead"/>.</summary>
public enum StateError
{
    /// <summary>They are.</summary>
    None,

    /// <summary>They do not begin as a state does: something else stands there, or nothing.</summary>
    NoState,

    /// <summary>The form has a version that this program does not know.</summary>
    OtherVersion,

    /// <summary>Bytes are missing or more than the form says.</summary>
    OtherLength,

    /// <summary>The checksum does not fit the bytes.</summary>
    Damaged,

    /// <summary>The form is whole, but of a model with other layers or weights, as after a new training.</summary>
    OtherModel,
}
