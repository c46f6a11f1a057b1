namespace TinyRnn.Model;

/// <summary>An interpreted language model with a state of its own.</summary>
internal readonly struct InterpreterStepper(Interpreter interpreter) : ITokenStepper
{
    private readonly InterpreterState _state = interpreter.CreateState();
    private readonly Vocabulary _vocabulary = interpreter.Network.Vocabulary!;

    public OutputForm OutputForm => interpreter.OutputForm;

    public int ReadToken(ReadOnlySpan<char> text, ref int position) => _vocabulary.ReadToken(text, ref position);

    public int GetCodePoint(int token) => _vocabulary.CodePoints[token];

    public void Step(int token, Span<float> output) => interpreter.Step(_state, token, output);

    public void Advance(int token) => interpreter.Step(_state, token, new float[interpreter.Network.OutputSize]);
}
