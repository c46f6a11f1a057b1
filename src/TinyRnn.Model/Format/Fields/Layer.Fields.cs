namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public abstract partial class Layer
{
    /// <summary>Writes the fields that only this kind has, without name, kind and inputs.</summary>
    internal abstract void WriteFields(JsonWriter writer);
}
