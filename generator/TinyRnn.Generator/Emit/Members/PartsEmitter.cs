using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Steps and sequences of a model whose inputs and outputs have names: a span for each, in addition to the one row of all.</summary>
internal sealed class PartsEmitter
{
    // Rows are gathered on the stack, which is small in threads of small devices.
    private const int MostFloats = 16_384;

    private readonly CodeWriter _writer;
    private readonly ModelPlan _plan;
    private readonly List<Part> _inputs;
    private readonly List<Part> _outputs;

    // Locals.
    private readonly string _rows;
    private readonly string _all;
    private readonly string _steps;
    private readonly string _first;
    private readonly string _count;
    private readonly string _i;
    private readonly string _workspace;

    private PartsEmitter(CodeWriter writer, ModelPlan plan)
    {
        _writer = writer;
        _plan = plan;

        // Parameters keep the names of the file, and what users do not see makes way.
        NameScope names = new();
        names.Draw("state");
        names.Draw("states");
        Network network = plan.Network;
        List<NamedPart> inputs = plan.ReadsTokens ? [] : network.InputParts.Count > 0 ? [.. network.InputParts] : [new NamedPart("input", network.InputSize)];
        List<NamedPart> outputs = network.OutputParts.Count > 0 ? [.. network.OutputParts] : [new NamedPart("output", network.OutputSize)];
        if (plan.ReadsTokens)
        {
            names.Draw("token");
            names.Draw("tokens");
        }

        string[] parameters =
        [
            .. Identifiers.MakeUnique(inputs.Concat(outputs).Select(part => part.Name), "Part").Select(
                name => names.Draw(char.ToLowerInvariant(name[0]) + name.Substring(1)))
        ];
        _inputs = [.. inputs.Select((part, i) => new Part(part.Name, part.Size, parameters[i]))];
        _outputs = [.. outputs.Select((part, i) => new Part(part.Name, part.Size, parameters[inputs.Count + i]))];
        _rows = names.Draw("rows");
        _all = names.Draw("all");
        _steps = names.Draw("steps");
        _first = names.Draw("first");
        _count = names.Draw("count");
        _i = names.Draw("i");
        _workspace = names.Draw("workspace");
    }

    private bool HasInputs => _inputs.Count > 1;

    private bool HasOutputs => _outputs.Count > 1;

    private bool GivesEvery => _plan.Network.OutputSteps == OutputSteps.Every;

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        if (plan.Network.InputParts.Count == 0 && plan.Network.OutputParts.Count == 0)
        {
            return;
        }

        PartsEmitter emitter = new(writer, plan);
        if (!plan.Network.IsStreaming)
        {
            emitter.EmitWholeRun();
            return;
        }

        emitter.EmitStep();
        if (emitter.HasInputs)
        {
            emitter.EmitAdvance();
        }

        emitter.EmitStreams();
        emitter.EmitRun();
    }

    private void EmitStep()
    {
        _writer.Blank();
        _writer.Summary("Advances the state by one step and writes its outputs, with a span for each input and output.");
        DescribeState();
        Describe("", "", "token", TokenRange);
        using (_writer.Block($"public static void Step(ref State state, {Parameters("int token")})"))
        {
            EmitChecks(_inputs.Concat(_outputs), null);
            EmitRoom("1", "1");
            EmitGather("0", "1");
            _writer.Write($"Step(ref state, {InputOf("token", "0", "1")}, {OutputOf("0", "1")});");
            EmitScatter("0", "1");
        }
    }

    private void EmitAdvance()
    {
        _writer.Blank();
        _writer.Summary("Advances the state by one step without its outputs, which is faster, with a span for each input.");
        DescribeState();
        DescribeInputs("");
        _writer.Exception("ArgumentException", "A length does not fit.");
        using (_writer.Block($"public static void Advance(ref State state, {string.Join(", ", _inputs.Select(InputParameter))})"))
        {
            EmitChecks(_inputs, null);
            EmitRoom("1", null);
            EmitGather("0", "1");
            _writer.Write($"Advance(ref state, {_rows});");
        }
    }

    private void EmitStreams()
    {
        int most = RowsOf(_plan.SharesStreams);
        _writer.Blank();
        _writer.Summary(
            "Advances several independent states by one step each and writes their outputs, bit for bit those of single steps, with a span for each input "
                + "and output.");
        _writer.Param("states", "The states; each advances by one step.");
        Describe(" a state, one state after another", " a state", "tokens", "One token a state.");
        using (_writer.Block($"public static void Step(global::System.Span<State> states, {Parameters("global::System.ReadOnlySpan<int> tokens")})"))
        {
            if (_plan.ReadsTokens)
            {
                _writer.Write("global::TinyRnn.ModelArguments.CheckLength(tokens.Length, states.Length, \"tokens\");");
            }

            EmitChecks(_inputs.Concat(_outputs), "states.Length");
            EmitRoom(Literals.Plain(most), Literals.Plain(most));
            EmitBlocks("states.Length", most, () =>
                _writer.Write($"Step(states.Slice({_first}, {_count}), {InputOf("tokens", _first, _count)}, {OutputOf(_first, _count)});"));
        }
    }

    private void EmitRun()
    {
        int most = RowsOf(_plan.RunsInBlocks);
        DescribeRun("Advances the state over a sequence and writes its outputs", true);
        using (_writer.Block($"public static void Run(ref State state, {Parameters("global::System.ReadOnlySpan<int> tokens")})"))
        {
            EmitRunChecks();
            if (!HasInputs)
            {
                EmitRoom(null, GivesEvery ? Literals.Plain(most) : "1");
                if (GivesEvery)
                {
                    EmitBlocks(_steps, most, () => _writer.Write($"Run(ref state, {InputOf("tokens", _first, _count)}, {OutputOf(_first, _count)});"));
                    return;
                }

                _writer.Write($"Run(ref state, {(_plan.ReadsTokens ? "tokens" : _inputs[0].Argument)}, {_all});");
                EmitScatter("0", "1");
                return;
            }

            EmitRoom(Literals.Plain(most), GivesEvery ? Literals.Plain(most) : "1");
            if (GivesEvery)
            {
                EmitBlocks(_steps, most, () => _writer.Write($"Run(ref state, {InputOf("tokens", _first, _count)}, {OutputOf(_first, _count)});"));
                return;
            }

            // The last block gives the output; those before it only advance the state.
            using (_writer.Block($"for (int {_first} = 0; {_first} < {_steps}; {_first} += {most})"))
            {
                _writer.Write($"int {_count} = global::System.Math.Min({most}, {_steps} - {_first});");
                EmitGather(_first, _count);
                if (most == 1)
                {
                    using (_writer.Block($"if ({_first} < {_steps} - 1)"))
                    {
                        _writer.Write($"Advance(ref state, {_rows});");
                        _writer.Write("continue;");
                    }

                    _writer.Blank();
                }

                _writer.Write($"Run(ref state, {InputOf("", _first, _count)}, {OutputOf("0", "1")});");
            }

            EmitScatter("0", "1");
        }
    }

    // A model that needs the whole sequence: its rows lie outside the stack.
    private void EmitWholeRun()
    {
        DescribeRun("Runs a whole sequence and writes the outputs", false);
        using (_writer.Block($"public static void Run({Parameters("global::System.ReadOnlySpan<int> tokens")})"))
        {
            EmitRunChecks();
            int read = HasInputs ? _plan.Network.InputSize : 0;
            int given = HasOutputs && GivesEvery ? _plan.Network.OutputSize : 0;
            if (read + given > 0)
            {
                _writer.Write($"using global::TinyRnn.Workspace {_workspace} = new({_steps}, {read + given});");
            }

            if (read > 0)
            {
                _writer.Write($"global::System.Span<float> {_rows} = __MemoryMarshal.CreateSpan(ref {_workspace}.First, {_steps} * InputSize);");
                EmitGather("0", _steps);
            }

            if (given > 0)
            {
                string first = read > 0 ? $"__Unsafe.Add(ref {_workspace}.First, {_steps} * InputSize)" : $"{_workspace}.First";
                _writer.Write($"global::System.Span<float> {_all} = __MemoryMarshal.CreateSpan(ref {first}, {_steps} * OutputSize);");
            }
            else
            {
                EmitRoom(null, "1");
            }

            _writer.Write($"Run({(_plan.ReadsTokens ? "tokens" : HasInputs ? _rows : _inputs[0].Argument)}, {(HasOutputs ? _all : _outputs[0].Argument)});");
            EmitScatter("0", GivesEvery ? _steps : "1");
        }
    }

    // As many rows as the model advances together; one if that is no faster or they do not fit.
    private int RowsOf(bool isTogether) =>
        isTogether ? Math.Max(1, Math.Min(_plan.BlockSteps, MostFloats / (_plan.Network.InputSize + _plan.Network.OutputSize))) : 1;

    private void EmitBlocks(string length, int most, Action emit)
    {
        using (_writer.Block($"for (int {_first} = 0; {_first} < {length}; {_first} += {most})"))
        {
            _writer.Write($"int {_count} = global::System.Math.Min({most}, {length} - {_first});");
            EmitGather(_first, _count);
            emit();
            EmitScatter(_first, _count);
        }
    }

    private void EmitRoom(string? inputs, string? outputs)
    {
        string Floats(string size, string rows) => rows == "1" ? size : $"{rows} * {size}";
        if (HasInputs && inputs is not null)
        {
            _writer.Write($"global::System.Span<float> {_rows} = stackalloc float[{Floats("InputSize", inputs)}];");
        }

        if (HasOutputs && outputs is not null)
        {
            _writer.Write($"global::System.Span<float> {_all} = stackalloc float[{Floats("OutputSize", outputs)}];");
        }
    }

    // From the spans' rows, beginning with the first, to rows of all.
    private void EmitGather(string first, string count)
    {
        if (HasInputs)
        {
            EmitCopies(_inputs, "InputSize", first, count, (part, row) => $"{part}.CopyTo({row});", _rows);
        }
    }

    private void EmitScatter(string first, string count)
    {
        if (HasOutputs)
        {
            EmitCopies(_outputs, "OutputSize", first, count, (part, row) => $"{row}.CopyTo({part});", _all);
        }
    }

    private void EmitCopies(List<Part> parts, string size, string first, string count, Func<string, string, string> copy, string rows)
    {
        using CodeWriter.Scope? loop = count == "1" ? null : _writer.Block($"for (int {_i} = 0; {_i} < {count}; {_i}++)");
        int at = 0;
        foreach (Part part in parts)
        {
            string place = first == "0" ? _i : $"({first} + {_i})";
            string one = count == "1" ? part.Argument : $"{part.Argument}.Slice({place} * {part.Size}, {part.Size})";
            string start = count == "1" ? Literals.Plain(at) : at == 0 ? $"{_i} * {size}" : $"({_i} * {size}) + {at}";
            _writer.Write(copy(one, $"{rows}.Slice({start}, {part.Size})"));
            at += part.Size;
        }
    }

    // What the form without names reads and writes: gathered rows, or the caller's own.
    private string InputOf(string tokens, string first, string count) =>
        HasInputs ? Some(_rows, "InputSize", count)
        : !_plan.ReadsTokens ? Own(_inputs[0].Argument, "InputSize", first, count)
        : tokens == "token" ? tokens
        : $"{tokens}.Slice({first}, {count})";

    private string OutputOf(string first, string count) =>
        HasOutputs ? Some(_all, "OutputSize", count) : Own(_outputs[0].Argument, "OutputSize", first, count);

    private static string Some(string rows, string size, string count) => count == "1" ? rows : $"{rows}.Slice(0, {count} * {size})";

    private static string Own(string rows, string size, string first, string count) =>
        count == "1" ? rows : $"{rows}.Slice({first} * {size}, {count} * {size})";

    private void EmitRunChecks()
    {
        if (_plan.ReadsTokens)
        {
            _writer.Write("global::TinyRnn.ModelArguments.CheckNotEmpty(tokens.Length, \"tokens\");");
            _writer.Write($"int {_steps} = tokens.Length;");
        }
        else
        {
            _writer.Write($"int {_steps} = global::TinyRnn.ModelArguments.CountSteps({_inputs[0].Argument}.Length, {_inputs[0].Size});");
        }

        EmitChecks(_inputs.Skip(1), _steps);
        EmitChecks(_outputs, GivesEvery ? _steps : null);
    }

    private void EmitChecks(IEnumerable<Part> parts, string? rows)
    {
        foreach (Part part in parts)
        {
            string length = rows is null ? Literals.Plain(part.Size) : $"checked({rows} * {part.Size})";
            _writer.Write($"global::TinyRnn.ModelArguments.CheckLength({part.Argument}.Length, {length}, {Literals.Of(part.Parameter)});");
        }
    }

    private string TokenRange => $"The token, 0 to {Literals.Plain(_plan.Network.InputSize - 1)}.";

    private void DescribeState() => _writer.Param("state", "The state; it begins as InitialState.");

    private void DescribeRun(string summary, bool hasState)
    {
        _writer.Blank();
        _writer.Summary($"{summary}{(GivesEvery ? " for each step" : " after the last step")}, with a span for each input and output.");
        if (hasState)
        {
            DescribeState();
        }

        Describe(
            " a step, one step after another; at least one step", GivesEvery ? " a step" : " after the last step", "tokens", "The tokens; at least one.");
    }

    private void Describe(string read, string given, string tokens, string described)
    {
        if (_plan.ReadsTokens)
        {
            _writer.Param(tokens, described);
        }

        DescribeInputs(read);
        foreach (Part part in _outputs)
        {
            _writer.Param(part.Parameter, $"Receives {Literals.Count(part.Size, "value")}{given}: the output {part.Name}.");
        }

        _writer.Exception("ArgumentException", _plan.ReadsTokens ? "A length does not fit, or a token is outside the vocabulary." : "A length does not fit.");
    }

    private void DescribeInputs(string read)
    {
        foreach (Part part in _inputs)
        {
            _writer.Param(part.Parameter, $"{Literals.Count(part.Size, "value")}{read}: the input {part.Name}.");
        }
    }

    private string Parameters(string tokens) => string.Join(
        ", ",
        (_plan.ReadsTokens ? [tokens] : _inputs.Select(InputParameter)).Concat(_outputs.Select(part => $"global::System.Span<float> {part.Argument}")));

    private static string InputParameter(Part part) => $"global::System.ReadOnlySpan<float> {part.Argument}";

    private sealed record Part(string Name, int Size, string Parameter)
    {
        // A name may be a keyword.
        public string Argument => "@" + Parameter;
    }
}
