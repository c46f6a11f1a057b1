using System.Reflection;

namespace TinyRnn.Generator.Emit;

/// <summary>Where the page of a diagnostic is read: what an editor opens for it.</summary>
internal static class DiagnosticPage
{
    private const string Folder = "generator/diagnostics";

    private const string Branch = "blob/main";

    // The build writes the address of the git remote into the assembly, the same that packages name; a clone without a remote has none.
    private static readonly string? Repository = typeof(DiagnosticPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(metadata => metadata.Key == "RepositoryUrl")?.Value;

    /// <summary>The link to a page; its path in the repository where the repository has no address on the web.</summary>
    public static string LinkOf(string id) => LinkOf(id, Repository);

    /// <summary>The attribute that has the compiler report a diagnostic where a member is used.</summary>
    /// <param name="reason">The message, as a literal.</param>
    /// <param name="id">The diagnostic.</param>
    public static string Obsolete(string reason, string id) =>
        $"[global::System.Obsolete({reason}, error: true, DiagnosticId = \"{id}\", UrlFormat = {Literals.Of(LinkOf(id))})]";

    /// <summary>The link to a page of a repository that has this address, if any.</summary>
    public static string LinkOf(string id, string? repository)
    {
        string path = $"{Folder}/{id}.md";
        if (repository is null || !repository.StartsWith("https://", StringComparison.Ordinal))
        {
            return path;
        }

        string address = repository.TrimEnd('/');
        return $"{(address.EndsWith(".git", StringComparison.Ordinal) ? address[..^4] : address)}/{Branch}/{path}";
    }
}
