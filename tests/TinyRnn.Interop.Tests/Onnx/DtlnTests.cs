using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>The second part of DTLN in the forms in which converters write it, against ONNX Runtime over carried steps.</summary>
public class DtlnTests
{
    private const int Carried = 20;

    public static TheoryData<string> Forms => [.. Enum.GetNames<DtlnForm>()];

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_second_part_agrees_as_large_as_it_is_deployed(string form)
    {
        ImportCase one = Case(DtlnSecondPart.Deployed, Enum.Parse<DtlnForm>(form));
        one.AssertInterpreted();

        // Each product with stored weights is read as one layer: the encoder, both cells, the mask and the decoder.
        Assert.Equal(["dense", "lstm", "lstm", "dense", "dense"], one.Network.Layers.Select(layer => layer.Kind).Where(kind => kind is not (
            "reduce" or "select" or "scale" or "combine" or "function")));
    }

    [Fact]
    public void Compiled_forms_of_it_agree() =>
        ImportCase.AssertAll(
            // What the other two forms are read as are layers of the same kinds.
            [.. new[] { DtlnForm.Keras, DtlnForm.TensorFlow }.Select(form => Case(new DtlnSecondPart(40, 24, 12), form))]);

    [Theory]
    [InlineData(nameof(DtlnForm.Keras), "no output gives their next values at the same places")]
    [InlineData(nameof(DtlnForm.TensorFlow), "no output is its next state")]
    public void States_that_lie_otherwise_behind_a_step_are_refused(string form, string reason) => ImportAssert.Fails(
        new ImportSource("model_2.onnx", (new DtlnSecondPart(8, 6, 4) with { IsSwapped = true }).Write(Enum.Parse<DtlnForm>(form))),
        ImportOptions.None, $"input '{DtlnSecondPart.State}'", reason);

    private static ImportCase Case(DtlnSecondPart part, DtlnForm form)
    {
        byte[] model = part.Write(form);
        using OnnxRuntimeModel runtime = new(model);
        float[] input = Networks.RandomInput(Carried * part.Frame, 3);
        (string Name, int[] Shape)[] states = part.States(form);
        float[] state = new float[4 * part.Hidden];
        int size = state.Length / states.Length;
        List<float> expected = [];
        for (int step = 0; step < Carried; step++)
        {
            (string, Array, int[])[] inputs =
            [
                (DtlnSecondPart.Input, input[(step * part.Frame)..((step + 1) * part.Frame)], part.InputShape(form)),
                .. states.Select((one, i) => (one.Name, (Array)state[(i * size)..((i + 1) * size)], one.Shape)),
            ];
            expected.AddRange(runtime.Run(DtlnSecondPart.Output, inputs));
            state = runtime.Run(DtlnSecondPart.NextState, inputs);
        }

        return new ImportCase($"DTLN part 2, {form}", ModelImporters.Import(new ImportSource("model_2.onnx", model)).Network, input, [], [.. expected]);
    }
}
