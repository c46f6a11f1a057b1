using System.Reflection;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Models together with a class <c>Calls</c> of static methods, which call generated members by their names as a user does.</summary>
internal sealed class CompiledProgram
{
    private readonly Type _calls;

    /// <summary>Compiles <c>Model</c>, <c>Model1</c>, ... and the methods.</summary>
    public CompiledProgram(string methods, params Network[] networks)
    {
        Assembly assembly = CompiledModel.Load(CompiledModel.Compile(networks, $"public static class Calls\n{{\n{methods}\n}}"));
        _calls = assembly.GetType("Tested.Calls", throwOnError: true)!;
    }

    /// <summary>One of the methods.</summary>
    public T Get<T>(string method)
        where T : Delegate => _calls.GetMethod(method)!.CreateDelegate<T>();
}
