namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public abstract partial class Layer
{
    /// <summary>Writes the fields of this kind; name, kind and inputs apart.</summary>
    internal abstract void WriteFields(JsonWriter writer);
}
