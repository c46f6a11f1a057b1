using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NameOrigin;
using TinyRnn;

namespace NativeLibrary;

/// <summary>The functions of nameorigin.h. No exception may leave them, because a C program cannot catch it.</summary>
internal static unsafe class Exports
{
    private const int Null = -1;
    private const int Text = -2;
    private const int Version = -3;
    private const int LongestName = 1024;

    [UnmanagedCallersOnly(EntryPoint = "nameorigin_check", CallConvs = [typeof(CallConvCdecl)])]
    public static int Check(int languages, int stateBytes) =>
        languages == Names.OutputSize && stateBytes >= sizeof(Names.State) && Names.SelfTest() ? 0 : Version;

    [UnmanagedCallersOnly(EntryPoint = "nameorigin_language", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Language(int index) => LanguageNames.Get(index);

    [UnmanagedCallersOnly(EntryPoint = "nameorigin_classify", CallConvs = [typeof(CallConvCdecl)])]
    public static int Classify(byte* name, float* probabilities)
    {
        if (name is null || probabilities is null)
        {
            return Null;
        }

        int length = 0;
        while (length <= LongestName && name[length] != 0)
        {
            length++;
        }

        Span<char> text = stackalloc char[LongestName];
        if (length > LongestName || !Encoding.UTF8.TryGetChars(new ReadOnlySpan<byte>(name, length), text, out int characters)
            || !IsReadable(new ReadOnlySpan<byte>(name, length), text[..characters]))
        {
            return Text;
        }

        Span<float> output = new(probabilities, Names.OutputSize);
        Names.Classify(text[..characters], output);
        int best = 0;
        for (int i = 1; i < output.Length; i++)
        {
            best = output[i] > output[best] ? i : best;
        }

        return best;
    }

    [UnmanagedCallersOnly(EntryPoint = "nameorigin_step", CallConvs = [typeof(CallConvCdecl)])]
    public static int Step(Names.State* state, uint character, float* probabilities)
    {
        if (state is null || probabilities is null)
        {
            return Null;
        }

        if (!Rune.TryCreate(character, out Rune rune))
        {
            return Text;
        }

        Span<char> text = stackalloc char[2];
        int position = 0;
        int token = Names.ReadToken(text[..rune.EncodeToUtf16(text)], ref position);
        if (token < 0)
        {
            return 0;
        }

        Span<float> output = new(probabilities, Names.OutputSize);
        Names.Step(ref *state, token, output);
        Softmax.ToProbabilities(output, OutputForm.LogProbabilities);
        return 1;
    }

    private static bool IsReadable(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> text)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return false;
        }

        for (int position = 0; position < text.Length;)
        {
            if (Names.ReadToken(text, ref position) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
