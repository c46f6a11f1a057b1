extern alias generator;

using System.Reflection;
using System.Runtime.CompilerServices;
using TinyRnn.Tests;
using TinyRnnGenerator = generator::TinyRnn.Generator.TinyRnnGenerator;

namespace TinyRnn.Generator.Tests;

/// <summary>What the generator does not know is an error, not code that leaves it out.</summary>
public class UnknownKindTests
{
    // The generator has a copy of the network's types in its own assembly.
    private static readonly Assembly Generator = typeof(TinyRnnGenerator).Assembly;
    private static readonly Type ActivationType = Generator.GetType("TinyRnn.Model.Activation", throwOnError: true)!;
    private static readonly Type FunctionType = Generator.GetType("TinyRnn.Model.ActivationFunction", throwOnError: true)!;
    private static readonly MethodInfo Of = Generator.GetType("TinyRnn.Generator.Emit.Kernels.VectorActivations", throwOnError: true)!.GetMethod("Of")!;

    [Fact]
    public void Every_activation_but_the_identity_is_emitted()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Assert.Equal(activation is Activation.Identity or Activation.Softmax or Activation.LogSoftmax, Emit((int)activation) == "sum");
        }
    }

    [Fact]
    public void An_unknown_activation_is_an_error() =>
        Assert.IsType<NotSupportedException>(Assert.Throws<TargetInvocationException>(() => Emit(Enum.GetValues<Activation>().Length)).InnerException);

    // Without the constructor, which takes what its table has alone.
    private static string Emit(int activation)
    {
        object function = RuntimeHelpers.GetUninitializedObject(FunctionType);
        FunctionType.GetField(
            "<Kind>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(function, Enum.ToObject(ActivationType, activation));
        return (string)Of.Invoke(null, [function, "sum", null])!;
    }
}
