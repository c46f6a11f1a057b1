namespace TinyRnn;

/// <summary>A compiled model with a state that the caller owns.</summary>
/// <typeparam name="TModel">The compiled model.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
public readonly ref struct CompiledStepper<TModel, TState> : ITokenStepper
    where TModel : ITextModel<TState>
    where TState : struct
{
    private readonly ref TState _state;

    /// <summary>Steps the model with this state.</summary>
    public CompiledStepper(ref TState state) => _state = ref state;

    /// <inheritdoc/>
    public OutputForm OutputForm => TModel.OutputForm;

    /// <inheritdoc/>
    public int ReadToken(ReadOnlySpan<char> text, ref int position) => TModel.ReadToken(text, ref position);

    /// <inheritdoc/>
    public bool HasSpaces => TModel.HasSpaces;

    /// <inheritdoc/>
    public bool TryWriteToken(int token, Span<char> destination, out int written) => TModel.TryWriteToken(token, destination, out written);

    /// <inheritdoc/>
    public void Step(int token, Span<float> output) => TModel.Step(ref _state, token, output);

    /// <inheritdoc/>
    public void Advance(int token) => TModel.Advance(ref _state, token);
}
