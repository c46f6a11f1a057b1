using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>From characters to tokens and back.</summary>
internal static class VocabularyEmitter
{
    private const int AsciiSize = 128;
    private const int PerLine = 16;

    public static void Emit(CodeWriter writer, Vocabulary vocabulary)
    {
        bool folds = vocabulary.Normalization == TextNormalization.Ascii;
        string rule = UnknownRule(vocabulary.Unknown, vocabulary.ReplacementToken, "character");
        writer.Blank();
        writer.Summary(
            $"Reads one character of a text and moves past it. {(folds ? "Accents are removed first (Unicode to ASCII). " : "")}A character outside the "
                + $"vocabulary {rule}.");
        writer.Param("text", "The text.");
        writer.Param("position", "Offset of the character; moves to the next one.");
        writer.Returns("The character's token; -1 if the model leaves it out.");
        if (vocabulary.Unknown == UnknownCharacter.Error)
        {
            writer.Exception("ArgumentException", "The character is not in the vocabulary.");
        }

        using (writer.Block("public static int ReadToken(global::System.ReadOnlySpan<char> text, ref int position)"))
        {
            EmitReading(writer, vocabulary, folds);
        }

        writer.Blank();
        writer.Summary("Looks up a character as written.");
        writer.Param("character", "The character.");
        writer.Param("token", "Its token, or -1.");
        writer.Returns("Whether the vocabulary holds it.");
        writer.Write("""
            public static bool TryGetToken(global::System.Text.Rune character, out int token)
            {
                token = FindToken(character.Value);
                return token >= 0;
            }
            """);

        writer.Blank();
        writer.Summary("The Unicode scalar value of a token.");
        writer.Param("token", $"0 to {vocabulary.Size - 1}.");
        writer.Exception("IndexOutOfRangeException", "No character has this token.");
        writer.Write("public static int GetCodePoint(int token) => CodePoints[token];");
        EmitLookup(writer, vocabulary);
    }

    /// <summary>What happens to an unknown character or word, for comments.</summary>
    public static string UnknownRule(UnknownCharacter unknown, int replacement, string noun) => unknown switch
    {
        UnknownCharacter.Error => "fails",
        UnknownCharacter.Skip => "is left out",
        UnknownCharacter.Replace => $"is read as token {replacement}",
        _ => throw new NotSupportedException($"the generator does not know the rule {unknown} for unknown {noun}s"),
    };

    private static void EmitReading(CodeWriter writer, Vocabulary vocabulary, bool folds)
    {
        writer.Write("int codePoint = global::TinyRnn.AsciiFolding.ReadCodePoint(text, ref position);");
        if (folds)
        {
            writer.Write("codePoint = global::TinyRnn.AsciiFolding.Fold(codePoint);");
            if (vocabulary.Unknown != UnknownCharacter.Skip)
            {
                writer.Write("""
                    if (codePoint == global::TinyRnn.AsciiFolding.Dropped)
                    {
                        return -1;
                    }

                    """);
            }
        }

        if (vocabulary.Unknown == UnknownCharacter.Skip)
        {
            writer.Write("return FindToken(codePoint);");
            return;
        }

        writer.Write("int token = FindToken(codePoint);");
        writer.Write(vocabulary.Unknown switch
        {
            UnknownCharacter.Error => "return token >= 0 ? token : global::TinyRnn.ModelArguments.ThrowUnknown(codePoint);",
            UnknownCharacter.Replace => $"return token >= 0 ? token : {vocabulary.ReplacementToken};",
            _ => throw new NotSupportedException($"the generator does not know the rule {vocabulary.Unknown} for unknown characters"),
        });
    }

    private static void EmitLookup(CodeWriter writer, Vocabulary vocabulary)
    {
        (int CodePoint, int Token)[] others =
        [
            .. vocabulary.CodePoints.Select((codePoint, token) => (CodePoint: codePoint, Token: token))
                .Where(pair => pair.CodePoint >= AsciiSize)
                .OrderBy(pair => pair.CodePoint),
        ];
        writer.Blank();
        using (writer.Block("private static int FindToken(int codePoint)"))
        {
            if (others.Length == 0)
            {
                writer.Write("return (uint)codePoint < (uint)AsciiTokens.Length ? AsciiTokens[codePoint] : -1;");
            }
            else
            {
                using (writer.Block("if ((uint)codePoint < (uint)AsciiTokens.Length)"))
                {
                    writer.Write("return AsciiTokens[codePoint];");
                }

                writer.Blank();
                writer.Write("int index = global::System.MemoryExtensions.BinarySearch(OtherCodePoints, codePoint);");
                writer.Write("return index < 0 ? -1 : OtherTokens[index];");
            }
        }

        EmitTable(writer, "CodePoints", "The characters by token.", "int", vocabulary.CodePoints);
        EmitTable(writer, "AsciiTokens", "The token of each ASCII character, or -1.", "short", Enumerable.Range(0, AsciiSize).Select(vocabulary.IndexOf));
        if (others.Length > 0)
        {
            EmitTable(writer, "OtherCodePoints", "The characters outside ASCII, ascending.", "int", others.Select(pair => pair.CodePoint));
            EmitTable(writer, "OtherTokens", "Their tokens.", "short", others.Select(pair => pair.Token));
        }
    }

    private static void EmitTable(CodeWriter writer, string name, string summary, string type, IEnumerable<int> values)
    {
        int[] all = [.. values];
        writer.Blank();
        writer.Summary(summary);
        writer.Write($"private static global::System.ReadOnlySpan<{type}> {name} =>");
        writer.Write("[");
        for (int i = 0; i < all.Length; i += PerLine)
        {
            writer.Write("    " + string.Join(", ", all.Skip(i).Take(PerLine).Select(value => $"{value}")) + ",");
        }

        writer.Write("];");
    }
}
