using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>What an edit makes the generator do again: never more than it must, because it runs with every key that is pressed.</summary>
public class CachingTests
{
    private const string Source = """
        using TinyRnn;
        [TinyRnnModel("a.tinyrnn")] public partial class A;
        [TinyRnnModel("b.tinyrnn")] public partial class B;
        """;

    private static readonly string[] Steps = ["Targets", "Files", "Models", "Emittable", "Code"];

    private static readonly ModelText FileA = File("a.tinyrnn", seed: 1);
    private static readonly ModelText FileB = File("b.tinyrnn", seed: 2);

    [Fact]
    public void First_run_makes_everything()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        foreach (string step in Steps)
        {
            Assert.All(Reasons(run, step), reason => Assert.Equal(IncrementalStepRunReason.New, reason));
        }

        Assert.Equal(4, run.Result.GeneratedSources.Length);
    }

    [Fact]
    public void Edit_of_an_unrelated_file_makes_nothing_again()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        AssertNothingDone(run.Again(compilation => compilation.AddSyntaxTrees(GeneratorRun.Parse("class Unrelated { int X => 1; }", "Other.cs"))));
    }

    [Fact]
    public void Nothing_changed_makes_nothing_again() => AssertNothingDone(GeneratorRun.Of(Source, FileA, FileB).Again());

    [Fact]
    public void Edit_of_C_sharp_reads_no_model_again()
    {
        CountedText file = new(FileA.Path, FileA.GetText(TestContext.Current.CancellationToken).ToString());
        GeneratorRun run = GeneratorRun.Of("using TinyRnn; [TinyRnnModel(\"a.tinyrnn\")] public partial class A;", OutputKind.DynamicallyLinkedLibrary, file);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
        int reads = file.Reads;
        Assert.True(reads > 0);
        GeneratorRun again = run.Again(compilation => compilation.AddSyntaxTrees(GeneratorRun.Parse("class Unrelated { int X => 1; }", "Other.cs")));
        Assert.Equal(2, again.Result.GeneratedSources.Length);
        Assert.Equal(reads, file.Reads);
    }

    [Fact]
    public void A_cancelled_run_stops_within_a_part_of_the_file()
    {
        Network large = Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, new RnnLayer("rnn", 2, 256), new DenseLayer("fc", 256, 1));
        using CancellationTokenSource cancellation = new();
        CountedText file = new("a.tinyrnn", NetworkWriter.Write(large)) { CancelAt = (3, cancellation) };
        Assert.Throws<OperationCanceledException>(
            () => GeneratorRun.Of("using TinyRnn; [TinyRnnModel(\"a.tinyrnn\")] public partial class A;", cancellation.Token, file));
        Assert.Equal(3, file.Reads);
    }

    [Fact]
    public void Moving_the_types_emits_nothing_again()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        GeneratorRun again = run.Again(compilation => compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0], GeneratorRun.Parse("// moves everything down\n\n" + Source + "\nclass Another;", "Program.cs")));
        Assert.All(Reasons(again, "Emittable"), AssertNotDone);
        Assert.All(Reasons(again, "Code"), AssertNotDone);
        Assert.Equal(0, SourcesDone(again));
    }

    [Fact]
    public void Changed_file_makes_its_own_model_again()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        GeneratorRun again = run.Again(files: driver => driver.ReplaceAdditionalText(FileB, File("b.tinyrnn", seed: 3, hidden: 5)));
        foreach (string step in new[] { "Files", "Models", "Emittable", "Code" })
        {
            Assert.Single(Reasons(again, step), reason => reason == IncrementalStepRunReason.Modified);
            Assert.Single(Reasons(again, step), reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        }

        Assert.Equal(2, SourcesDone(again));
        Assert.Equal(run.Source("A.g.cs"), again.Source("A.g.cs"));
        Assert.NotEqual(run.Source("B.g.cs"), again.Source("B.g.cs"));
    }

    [Fact]
    public void Changed_weights_leave_the_code_alone()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        GeneratorRun again = run.Again(files: driver => driver.ReplaceAdditionalText(FileB, File("b.tinyrnn", seed: 3)));
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged],
            Reasons(again, "Code").Order().Reverse());
        Assert.Equal(1, SourcesDone(again));
        Assert.Equal(run.Source("B.g.cs"), again.Source("B.g.cs"));
        Assert.NotEqual(run.Source("B.Weights.g.cs"), again.Source("B.Weights.g.cs"));
    }

    [Fact]
    public void File_that_is_broken_and_mended_again_is_followed()
    {
        GeneratorRun run = GeneratorRun.Of(Source, FileA, FileB);
        ModelText broken = new("b.tinyrnn", "{");
        GeneratorRun bad = run.Again(files: driver => driver.ReplaceAdditionalText(FileB, broken));
        Assert.Equal("TRNN010", Assert.Single(bad.Diagnostics).Id);
        Assert.Equal(2, bad.Result.GeneratedSources.Length);
        GeneratorRun good = bad.Again(files: driver => driver.ReplaceAdditionalText(broken, FileB));
        Assert.Empty(good.Diagnostics);
        Assert.Equal(4, good.Result.GeneratedSources.Length);
    }

    [Fact]
    public void Values_of_the_pipeline_hold_nothing_of_a_compilation()
    {
        GeneratorRun run = GeneratorRun.Of(Source + "\n[TinyRnnModel(\"c.tinyrnn\")] static class C;", FileA, FileB, new ModelText("d.tinyrnn", "{"));
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (string step in Steps)
        {
            foreach ((object value, _) in run.Result.TrackedSteps[step].SelectMany(tracked => tracked.Outputs))
            {
                AssertFree(value, step, seen);
            }
        }

        Assert.True(seen.Count > 50, "the walk saw too little to mean anything");
    }

    private static ModelText File(string path, int seed, int hidden = 3) => new(
        path,
        NetworkWriter.Write(Networks.Raw(new VectorInput(2), OutputSteps.Last, seed, new RnnLayer("rnn", 2, hidden), new DenseLayer("fc", hidden, 1))));

    /// <summary>A model file that counts how often characters are read.</summary>
    private sealed class CountedText(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public int Reads { get; private set; }

        public (int Read, CancellationTokenSource Source)? CancelAt { get; init; }

        public override SourceText GetText(CancellationToken cancellationToken = default) => new Characters(this, text);

        private sealed class Characters(CountedText owner, string text) : SourceText
        {
            public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

            public override int Length => text.Length;

            public override char this[int position] => text[position];

            public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)
            {
                text.CopyTo(sourceIndex, destination, destinationIndex, count);
                if (++owner.Reads == owner.CancelAt?.Read)
                {
                    owner.CancelAt.Value.Source.Cancel();
                }
            }
        }
    }

    private static void AssertNothingDone(GeneratorRun run)
    {
        foreach (string step in Steps)
        {
            Assert.NotEmpty(Reasons(run, step));
            Assert.All(Reasons(run, step), AssertNotDone);
        }

        Assert.Equal(0, SourcesDone(run));
    }

    private static void AssertNotDone(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static IncrementalStepRunReason[] Reasons(GeneratorRun run, string step) =>
        [.. run.Result.TrackedSteps[step].SelectMany(tracked => tracked.Outputs).Select(output => output.Reason)];

    /// <summary>How many sources were added again.</summary>
    private static int SourcesDone(GeneratorRun run) => run.Result.TrackedOutputSteps
        .SelectMany(steps => steps.Value)
        .SelectMany(step => step.Outputs)
        .Count(output => output.Reason != IncrementalStepRunReason.Cached);

    private static void AssertFree(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value is string or DiagnosticDescriptor || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SyntaxReference or SemanticModel
            or AdditionalText, $"{path} holds a {value.GetType()}");
        if (value is IEnumerable items and not Array { Length: > 1000 })
        {
            foreach (object? item in items)
            {
                AssertFree(item, path + "[]", seen);
            }
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                {
                    AssertFree(field.GetValue(value), $"{path}.{field.Name}", seen);
                }
            }
        }
    }
}
