using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Steps and sequences of a model whose inputs and outputs have names: a span for each, in addition to the one row of all.</summary>
internal static class PartsEmitter
{
    // Names of the members' own parameters and local variables.
    private static readonly string[] Reserved = ["State", "Row", "All", "Steps", "I"];

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        Network network = plan.Network;
        if (!network.IsStreaming || plan.ReadsTokens || (network.InputParts.Count == 0 && network.OutputParts.Count == 0))
        {
            return;
        }

        List<Part> inputs = [.. network.InputParts.Select(part => new Part(part.Name, part.Size))];
        List<Part> outputs = [.. network.OutputParts.Select(part => new Part(part.Name, part.Size))];
        if (inputs.Count == 0)
        {
            inputs.Add(new Part("input", network.InputSize));
        }

        if (outputs.Count == 0)
        {
            outputs.Add(new Part("output", network.OutputSize));
        }

        string[] names = Identifiers.MakeUnique(inputs.Concat(outputs).Select(part => part.Name), "Part", reserved: Reserved);
        inputs = [.. inputs.Select((part, i) => part with { Argument = "@" + Lower(names[i]) })];
        outputs = [.. outputs.Select((part, i) => part with { Argument = "@" + Lower(names[inputs.Count + i]) })];
        EmitStep(writer, inputs, outputs);
        EmitRun(writer, plan, inputs, outputs);
    }

    private static void EmitStep(CodeWriter writer, List<Part> inputs, List<Part> outputs)
    {
        writer.Blank();
        writer.Summary("Advances the state by one step and writes its outputs, with a span for each input and output.");
        writer.Param("state", "The state; it begins as InitialState.");
        Describe(writer, inputs, outputs, "", "");
        using (writer.Block($"public static void Step(ref State state, {Parameters(inputs, outputs)})"))
        {
            foreach (Part part in inputs.Concat(outputs))
            {
                EmitCheck(writer, part, Literals.Plain(part.Size));
            }

            writer.Write("global::System.Span<float> row = stackalloc float[InputSize];");
            int at = 0;
            foreach (Part part in inputs)
            {
                writer.Write($"{part.Argument}.CopyTo(row.Slice({at}, {part.Size}));");
                at += part.Size;
            }

            writer.Write("global::System.Span<float> all = stackalloc float[OutputSize];");
            writer.Write("Step(ref state, row, all);");
            at = 0;
            foreach (Part part in outputs)
            {
                writer.Write($"all.Slice({at}, {part.Size}).CopyTo({part.Argument});");
                at += part.Size;
            }
        }
    }

    private static void EmitRun(CodeWriter writer, ModelPlan plan, List<Part> inputs, List<Part> outputs)
    {
        bool every = plan.Network.OutputSteps == OutputSteps.Every;
        writer.Blank();
        writer.Summary(
            $"Advances the state over a sequence and writes its outputs{(every ? " for each step" : " after the last step")}, with a span for each input "
                + "and output.");
        writer.Param("state", "The state; it begins as InitialState.");
        Describe(writer, inputs, outputs, " a step, one step after another; at least one step", every ? " a step" : " after the last step");
        using (writer.Block($"public static void Run(ref State state, {Parameters(inputs, outputs)})"))
        {
            writer.Write($"int steps = global::TinyRnn.ModelArguments.CountSteps({inputs[0].Argument}.Length, {inputs[0].Size});");
            foreach (Part part in inputs.Skip(1))
            {
                EmitCheck(writer, part, $"checked(steps * {part.Size})");
            }

            foreach (Part part in outputs)
            {
                EmitCheck(writer, part, every ? $"checked(steps * {part.Size})" : Literals.Plain(part.Size));
            }

            string of = string.Join(", ", inputs.Select(part => $"{part.Argument}.Slice(i * {part.Size}, {part.Size})"));
            string to = string.Join(", ", outputs.Select(part => every ? $"{part.Argument}.Slice(i * {part.Size}, {part.Size})" : part.Argument));
            using (writer.Block("for (int i = 0; i < steps; i++)"))
            {
                writer.Write($"Step(ref state, {of}, {to});");
            }
        }
    }

    private static void EmitCheck(CodeWriter writer, Part part, string length) =>
        writer.Write($"global::TinyRnn.ModelArguments.CheckLength({part.Argument}.Length, {length}, {Literals.Of(part.Argument.Substring(1))});");

    private static void Describe(CodeWriter writer, List<Part> inputs, List<Part> outputs, string read, string given)
    {
        foreach (Part part in inputs)
        {
            writer.Param(part.Argument.Substring(1), $"{Literals.Count(part.Size, "value")}{read}: the input {part.Name}.");
        }

        foreach (Part part in outputs)
        {
            writer.Param(part.Argument.Substring(1), $"Receives {Literals.Count(part.Size, "value")}{given}: the output {part.Name}.");
        }

        writer.Exception("ArgumentException", "A length does not fit.");
    }

    private static string Parameters(List<Part> inputs, List<Part> outputs) => string.Join(
        ", ",
        inputs.Select(part => $"global::System.ReadOnlySpan<float> {part.Argument}").Concat(
            outputs.Select(part => $"global::System.Span<float> {part.Argument}")));

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private sealed record Part(string Name, int Size)
    {
        public string Argument { get; init; } = "";
    }
}
