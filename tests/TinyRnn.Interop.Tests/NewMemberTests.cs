using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;
using TinyRnn.Interop.Tests.Onnx;

namespace TinyRnn.Interop.Tests;

/// <summary>
/// What the guide for developers says of a new activation, function or operation: one that is added in the files that it lists works everywhere, and with one
/// of these
/// files left out it does not.
/// </summary>
public class NewMemberTests
{
    // The most source files that a member of each kind may touch.
    private static readonly Dictionary<string, int> Most = new() { ["activation"] = 3, ["function"] = 3, ["operation"] = 4 };

    [Fact]
    public void New_members_work_when_they_stand_where_the_guide_says_and_not_with_a_file_less()
    {
        foreach ((string kind, int most) in Most)
        {
            string[] listed = [.. Listed(kind).Required];
            Assert.InRange(listed.Length, 1, most);
            Assert.Equal(listed.Order(), NewMember.Of(kind).Edits.Select(edit => edit.Path).Distinct().Order());
        }

        Assert.All(
            Failures(Most.Keys.ToDictionary(kind => kind, _ => "")),
            failure => Assert.True(failure.Value is null, $"a new {failure.Key} that stands where src/README.md says does not work: {failure.Value}"));

        // Without the first file of each list, the second, and so on; the kinds have no file in common.
        for (int i = 0; i < Most.Values.Max(); i++)
        {
            Dictionary<string, string> left = Most.Keys.Where(kind => i < Listed(kind).Required.Count).ToDictionary(
                kind => kind, kind => Listed(kind).Required[i]);
            Assert.All(
                Failures(left),
                failure => Assert.True(failure.Value is not null, $"a new {failure.Key} works without a change of {left[failure.Key]}, which "
                    + "src/README.md lists"));
        }
    }

    /// <summary>A member that no source treats in a way of its own stands in the files of the list and nowhere else.</summary>
    [Theory]
    [InlineData("activation", "Activation", "Selu")]
    [InlineData("activation", "Activation", "Softsign")]
    [InlineData("function", "Function", "Exp")]
    [InlineData("function", "Function", "Log")]
    [InlineData("operation", "CombineOperation", "Subtract")]
    public void A_member_stands_where_the_guide_says(string kind, string type, string name)
    {
        string[] files =
        [
            .. from file in EditedSources.Files
               where file.Value.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                   .Any(access => access.Name.Identifier.Text == name && access.Expression.ToString().Split('.')[^1] == type)
               select file.Key,
        ];
        (IReadOnlyList<string> required, IReadOnlyList<string> other) = Listed(kind);
        Assert.Subset(required.Concat(other).ToHashSet(), files.ToHashSet());
        Assert.Superset(required.Where(path => !path.EndsWith("/LayerExport.cs", StringComparison.Ordinal)).ToHashSet(), files.ToHashSet());
    }

    [Fact]
    public void Every_file_that_the_guide_names_is_there() => Assert.All(
        Most.Keys.Select(Listed).SelectMany(lists => lists.Required.Concat(lists.Other)),
        path => Assert.True(File.Exists(Path.Combine(Repository.Root, path)), path));

    // A numbered line begins with a file that is always needed, a line of points with files that are needed at times.
    private static (IReadOnlyList<string> Required, IReadOnlyList<string> Other) Listed(string kind)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "README.md"));
        string title = $"## Add {(kind[0] is 'a' or 'o' ? "an" : "a")} {kind}\n";
        int start = page.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0, $"src/README.md has no '{title.Trim()}'");
        int end = page.IndexOf("\n## ", start + title.Length, StringComparison.Ordinal);
        string[] lines = page[start..end].Split('\n');
        return (Paths(@"^\d+\. "), Paths("^- "));

        IReadOnlyList<string> Paths(string beginning) =>
            [
                .. lines.Where(line => Regex.IsMatch(line, beginning)).SelectMany(
                    line => Regex.Matches(line.Split(": ")[0], "`(?<path>[^`]+[.]cs)`").Select(match => match.Groups["path"].Value))
            ];
    }

    // What does not work of new members of some kinds, or null where all of one does. Of each kind one file is left out, or none.
    private static Dictionary<string, string?> Failures(Dictionary<string, string> left)
    {
        Dictionary<string, string> files = [];
        foreach ((string kind, string leftOut) in left)
        {
            NewMember member = NewMember.Of(kind);
            files.Add(NewMember.ProgramPath(kind), member.Program(kind));
            foreach (SourceEdit edit in member.Edits.Where(edit => edit.Path != leftOut))
            {
                string text = files.TryGetValue(edit.Path, out string? before) ? before : EditedSources.Files[edit.Path].ToString();
                Assert.True(
                    text.Split(edit.Before).Length == 2, $"{edit.Path} has '{edit.Before}' {text.Split(edit.Before).Length - 1} times; once was expected");
                files[edit.Path] = text.Replace(edit.Before, edit.Text + edit.Before, StringComparison.Ordinal);
            }
        }

        CSharpCompilation compilation = EditedSources.Compilation(files);
        Dictionary<string, string?> failures =
            left.Keys.ToDictionary(kind => kind, kind => NewMember.Of(kind).Edits.Select(edit => edit.Path).Append(NewMember.ProgramPath(kind))
            .Distinct().Where(files.ContainsKey).SelectMany(path => EditedSources.Errors(compilation, path)).FirstOrDefault()?.ToString());
        Dictionary<string, string> whole = left.Where(pair => failures[pair.Key] is null).ToDictionary();
        if (whole.Count < left.Count)
        {
            // The others are compiled without those that cannot be.
            foreach ((string kind, string? failure) in whole.Count == 0 ? [] : Failures(whole))
            {
                failures[kind] = failure;
            }

            return failures;
        }

        byte[] image = EditedSources.Emit(compilation);
        return left.Keys.ToDictionary(kind => kind, kind => Failure(kind, image));
    }

    // Everything that a network with the member goes through.
    private static string? Failure(string kind, byte[] image)
    {
        AssemblyLoadContext context = new("edited", isCollectible: true);
        try
        {
            Assembly edited = context.LoadFromStream(new MemoryStream(image));
            context.Resolving += (_, name) => name.Name == "Edited" ? edited : null;
            Type program = edited.GetType($"Added.{kind}.Program", throwOnError: true)!;
            string text = (string)Call(program, "Text");
            float[] input = (float[])Call(program, "Input");
            float[] expected = (float[])Call(program, "Expected");
            RequireNear(expected, (float[])Call(program, "Interpreted", text), "the interpreter");
            Assembly generated = EditedSources.Generate(context, edited, image, new ModelText("model.tinyrnn", text), Caller(expected.Length));
            RequireNear(expected, (float[])Call(generated.GetType("Tested.Caller", throwOnError: true)!, "Run", input), "generated code");
            Call(program, "CheckGradients");
            byte[] onnx = (byte[])Call(program, "Onnx");
            using (OnnxRuntimeModel runtime = new(onnx))
            {
                RequireNear(expected, runtime.Run("output", ("input", input, [1, NewMember.Steps, NewMember.Inputs])), "ONNX Runtime");
            }

            RequireNear(expected, (float[])Call(program, "Imported", onnx), "the import");
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.ToString();
        }
        finally
        {
            context.Unload();
        }
    }

    private static object Call(Type type, string name, params object[] arguments)
    {
        try
        {
            return type.GetMethod(name)!.Invoke(null, arguments) ?? "";
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException($"{name}: {e.InnerException}");
        }
    }

    private static void RequireNear(float[] expected, float[] actual, string what)
    {
        if (expected.Length != actual.Length
            || expected.Zip(actual).Any(pair => !(Math.Abs(pair.First - pair.Second) <= 1e-5f * Math.Max(1, Math.Abs(pair.First)))))
        {
            throw new InvalidOperationException($"{what} gives {string.Join(", ", actual)}; expected were {string.Join(", ", expected)}");
        }
    }

    private static string Caller(int outputs) => FormattableString.Invariant($$"""
        using System;
        using TinyRnn;
        namespace Tested;
        [TinyRnnModel("model.tinyrnn")]
        public partial struct Model;
        public static class Caller
        {
            public static float[] Run(float[] input)
            {
                float[] output = new float[{{outputs}}];
                Model.State state = Model.InitialState;
                Model.Run(ref state, input, output);
                return output;
            }
        }
        """);
}
