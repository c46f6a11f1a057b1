namespace TinyRnn.Model;

/// <summary>An interpreted language model with a state of its own.</summary>
internal readonly struct InterpreterStepper(Interpreter interpreter) : ITokenStepper
{
    private readonly InterpreterState _state = interpreter.CreateState();
    private readonly TokenInput _tokens = interpreter.Network.Tokens!;

    public OutputForm OutputForm => interpreter.OutputForm;

    public int ReadToken(ReadOnlySpan<char> text, ref int position) => _tokens.ReadToken(text, ref position);

    public bool HasSpaces => _tokens.HasSpaces;

    public bool TryWriteToken(int token, Span<char> destination, out int written)
    {
        string text = _tokens.TextOf(token);
        written = text.Length;
        return text.TryCopyTo(destination);
    }

    public void Step(int token, Span<float> output) => interpreter.Step(_state, token, output);

    public void Advance(int token) => interpreter.Step(_state, token, new float[interpreter.Network.OutputSize]);
}
