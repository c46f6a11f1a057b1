using System.Diagnostics;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The shared library, called by programs in C.</summary>
public class NativeLibraryTests(PublishedSamples samples)
{
    private const string Misuse = """
        #include <stdio.h>
        #include "nameorigin.h"

        int main(void) {
            static char endless[2000];
            float p[NAMEORIGIN_LANGUAGES];
            nameorigin_state state = {0}, copy;
            for (int i = 0; i < 1999; i++) endless[i] = 'a';
            printf("%d %d\n", nameorigin_check(17, sizeof state), nameorigin_check(NAMEORIGIN_LANGUAGES, 4));
            printf("%d %d\n", nameorigin_classify(NULL, p), nameorigin_classify("Rossi", NULL));
            printf("%d %d %d %d\n", nameorigin_classify("", p), nameorigin_classify("123", p), nameorigin_classify("\xff\xfe", p),
                nameorigin_classify(endless, p));
            printf("%d %d %d\n", nameorigin_step(NULL, 'a', p), nameorigin_step(&state, 0xD800, p), nameorigin_step(&state, '1', p));
            printf("%d %d\n", nameorigin_language(-1) == NULL, nameorigin_language(NAMEORIGIN_LANGUAGES) == NULL);
            nameorigin_step(&state, 'R', p);
            copy = state;
            nameorigin_step(&state, 'o', p);
            float first = p[0];
            nameorigin_step(&copy, 'o', p);
            printf("%d\n", first == p[0]);
            return 0;
        }
        """;

    [Fact]
    public void Example_gives_the_same_letter_by_letter()
    {
        string[] lines = Run(
            File.ReadAllText(Path.Combine(Repository.Root, "samples", "NativeLibrary", "example.c")), "Yamaguchi",
            "Kowalczyk").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(20, lines.Length);
        Assert.StartsWith("Yamaguchi Japanese 0.98", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[0]["Yamaguchi".Length..], lines[9]["  i".Length..]);
        Assert.StartsWith("Kowalczyk Polish 0.99", lines[10], StringComparison.Ordinal);
        Assert.Equal(lines[10]["Kowalczyk".Length..], lines[19]["  k".Length..]);
    }

    [Fact]
    public void Wrong_arguments_are_numbers_not_crashes() =>
        Assert.Equal("-3 -3\n-1 -1\n-2 -2 -2 -2\n-1 -2 0\n1 1\n1\n", Run(Misuse));

    private string Run(string source, params string[] arguments)
    {
        string library = samples.Publish("NativeLibrary");
        using TemporaryFolder folder = new();
        folder.Write("program.c", source);
        string program = Path.Combine(folder.Path, "program");
        string compiler = File.Exists("/usr/bin/gcc") ? "gcc" : "clang";
        ChildProcess.Finish(ChildProcess.StartProgram(
            compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", Path.Combine(folder.Path, "program.c"), $"-I{library}", $"-L{library}", "-lnameorigin",
            $"-Wl,-rpath,{library}", "-o", program));
        return ChildProcess.Finish(ChildProcess.StartProgram(program, arguments));
    }
}
