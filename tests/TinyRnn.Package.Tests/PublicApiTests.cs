using System.Reflection;
using PublicApiGenerator;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Package.Tests;

/// <summary>What the packages offer, as text: a change of it is meant, or it is a mistake.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("TinyRnn")]
    [InlineData("TinyRnn.Model")]
    [InlineData("TinyRnn.Training")]
    [InlineData("TinyRnn.Interop")]
    public void Public_members_are_as_recorded(string assembly)
    {
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false };
        Snapshot.Verify(assembly, Assembly.Load(assembly).GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd() + "\n");
    }
}
