namespace TinyRnn.Model;

/// <summary>What is wrong with a model file. The generator reports each as the diagnostic of the same number.</summary>
public enum ModelErrorCode
{
    /// <summary>TRNN010: the file is not one well-formed JSON document in UTF-8.</summary>
    Syntax = 10,

    /// <summary>TRNN011: the file is of a format version that this reader does not know.</summary>
    Version = 11,

    /// <summary>TRNN012: a required field is missing.</summary>
    MissingField = 12,

    /// <summary>TRNN013: a field that the format does not know, or a duplicate field.</summary>
    UnknownField = 13,

    /// <summary>TRNN014: a field has a value of the wrong type, out of its range or not among those allowed.</summary>
    InvalidValue = 14,

    /// <summary>TRNN015: sizes contradict each other: a layer's input and the output before it, labels or vocabulary and the network.</summary>
    SizeMismatch = 15,

    /// <summary>TRNN016: a layer needs a tensor that the file does not hold.</summary>
    MissingTensor = 16,

    /// <summary>TRNN017: the file holds a tensor that no layer uses.</summary>
    UnusedTensor = 17,

    /// <summary>TRNN018: a tensor has another shape than its layer needs.</summary>
    TensorShape = 18,

    /// <summary>TRNN019: a tensor's data is not base64 of the length that its shape and type need.</summary>
    TensorData = 19,

    /// <summary>TRNN020: a weight is NaN or infinite.</summary>
    NotFinite = 20,

    /// <summary>TRNN021: labels are empty, repeated or blank.</summary>
    Labels = 21,

    /// <summary>TRNN022: the vocabulary is empty, repeats a character, or holds one that its normalization can never give.</summary>
    Vocabulary = 22,

    /// <summary>TRNN023: a test vector does not fit the network.</summary>
    TestVector = 23,

    /// <summary>TRNN024: the checksum does not match the content.</summary>
    Checksum = 24,

    /// <summary>TRNN025: the file, or something in it, is larger than the format allows.</summary>
    TooLarge = 25,
}
