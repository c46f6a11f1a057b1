using System.Text;
using TinyRnn;

namespace TextGenerator;

/// <summary>Text from a character-level language model, one character at each call, for programs that show the text as it grows.</summary>
/// <typeparam name="TModel">The compiled model.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal struct TextStream<TModel, TState>
    where TModel : struct, ITextModel<TState>
    where TState : struct
{
    private readonly SamplingOptions _options;
    private readonly float[] _output;
    private readonly int _first;
    private readonly TState _start;
    private SamplingRandom _random;
    private TState _state;
    private int _token;

    /// <summary>Reads the prompt.</summary>
    /// <param name="prompt">At least one character that the model reads.</param>
    /// <param name="options">How characters are drawn, for all texts of the stream.</param>
    /// <exception cref="ArgumentException">The model reads no character of the prompt, or refuses one of them.</exception>
    public TextStream(ReadOnlySpan<char> prompt, SamplingOptions options)
    {
        _options = options;
        _output = new float[TModel.VocabularySize];
        _random = new SamplingRandom(options.Seed);
        _state = TModel.InitialState;
        _token = -1;
        for (int position = 0; position < prompt.Length;)
        {
            int next = TModel.ReadToken(prompt, ref position);
            if (next < 0)
            {
                continue;
            }

            if (_token >= 0)
            {
                TModel.Advance(ref _state, _token);
            }

            _token = next;
        }

        if (_token < 0)
        {
            throw new ArgumentException("the model reads no character of the prompt", nameof(prompt));
        }

        _start = _state;
        _first = _token;
    }

    /// <summary>Goes back to the end of the prompt for another text. The random numbers continue.</summary>
    public void Restart()
    {
        _state = _start;
        _token = _first;
    }

    /// <summary>Draws the next character.</summary>
    public Rune Next()
    {
        TModel.Step(ref _state, _token, _output);
        _token = TokenSampler.Sample(_output, TModel.OutputForm, _options, ref _random);
        Span<char> text = stackalloc char[2];
        TModel.TryWriteToken(_token, text, out int length);
        Rune.DecodeFromUtf16(text[..length], out Rune character, out _);
        return character;
    }
}
