namespace TinyRnn.Model;

/// <summary>What is wrong with a model file. The generator reports each as the diagnostic of the same number.</summary>
public enum ModelErrorCode
{
    /// <summary>TRNN010: the file is not one well-formed JSON document in UTF-8.</summary>
    Syntax = 10,

    /// <summary>TRNN011: this reader does not know the file's format version.</summary>
    Version = 11,

    /// <summary>TRNN012: a required field is missing.</summary>
    MissingField = 12,

    /// <summary>TRNN013: a field is unknown to the format, or appears twice.</summary>
    UnknownField = 13,

    /// <summary>TRNN014: a field's value has the wrong type, is out of range or is not one of the allowed values.</summary>
    InvalidValue = 14,

    /// <summary>TRNN015: sizes contradict each other, such as a layer's input and the output before it, or labels and the network's output.</summary>
    SizeMismatch = 15,

    /// <summary>TRNN016: a layer needs a tensor that the file does not hold.</summary>
    MissingTensor = 16,

    /// <summary>TRNN017: the file holds a tensor that no layer uses.</summary>
    UnusedTensor = 17,

    /// <summary>TRNN018: a tensor does not have the shape that its layer needs.</summary>
    TensorShape = 18,

    /// <summary>TRNN019: a tensor's data is not base64 of the length that its shape and type require.</summary>
    TensorData = 19,

    /// <summary>TRNN020: a weight is NaN or infinite.</summary>
    NotFinite = 20,

    /// <summary>TRNN021: labels are missing, repeated or blank.</summary>
    Labels = 21,

    /// <summary>TRNN022: the vocabulary is empty, repeats a character, or holds a character that its normalization never produces.</summary>
    Vocabulary = 22,

    /// <summary>TRNN023: a test vector does not fit the network.</summary>
    TestVector = 23,

    /// <summary>TRNN024: the checksum does not match the content.</summary>
    Checksum = 24,

    /// <summary>TRNN025: the file, or something in it, is larger than the format allows.</summary>
    TooLarge = 25,
}
