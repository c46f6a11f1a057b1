namespace TinyRnn.Generator.Emit;

/// <summary>Opens the namespace, the containing types and the annotated type, whose members are marked as generated; closes them again.</summary>
internal sealed class TypeScope : IDisposable
{
    private readonly Stack<CodeWriter.Scope> _scopes = new();

    public TypeScope(CodeWriter writer, TypeShape type, string interfaces, Action<CodeWriter>? documentation = null)
    {
        if (type.Namespace.Length > 0)
        {
            writer.Write($"namespace {type.Namespace};");
            writer.Write("");
        }

        string[] keywords = type.Keywords.Items;
        for (int i = 0; i < keywords.Length; i++)
        {
            bool isModel = i == keywords.Length - 1;
            if (isModel)
            {
                documentation?.Invoke(writer);
            }

            _scopes.Push(writer.Block($"partial {keywords[i]}{(isModel ? interfaces : "")}"));
        }

        writer.MarkMembers();
    }

    public void Dispose()
    {
        while (_scopes.Count > 0)
        {
            _scopes.Pop().Dispose();
        }
    }
}
