using System.Runtime.InteropServices;
using System.Text;
using NameOrigin;

namespace NativeLibrary;

/// <summary>The labels as C strings, written once into memory that is never freed.</summary>
internal static unsafe class LanguageNames
{
    private static readonly nint[] Texts = [.. Enum.GetValues<Names.Label>().Select(label => (nint)Copy(Names.GetText(label)))];

    public static byte* Get(int index) => (uint)index < (uint)Texts.Length ? (byte*)Texts[index] : null;

    private static byte* Copy(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }
}
