using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;

namespace TinyRnn.Generator.Pipeline;

/// <summary>A target with its model file, or with its errors.</summary>
/// <param name="Target">The annotated type.</param>
/// <param name="HintName">Start of the generated files' names, unique in the project.</param>
/// <param name="File">The one file that matches, or null.</param>
/// <param name="PackedType">The class that holds the file's packed weights, or null.</param>
/// <param name="Errors">The errors of the target.</param>
internal sealed record ResolvedModel(ModelTarget Target, string HintName, ModelFile? File, string? PackedType, EquatableArray<DiagnosticInfo> Errors)
{
    private const int MaximumNames = 10;
    private const long DefaultMaximumParameters = 1_000_000;

    /// <summary>The model to emit, or null. It does not contain the position of the type, so that moving the type emits nothing again.</summary>
    public EmittableModel? ToEmit => File?.Network is not null && Errors.Items.Length == 0 ? new EmittableModel(Target.Type, HintName, File, PackedType) : null;

    /// <summary>
    /// The project's limit for the number of parameters of a model without packed weights. A limit that is not a whole number is an error.
    /// </summary>
    public static (long Number, DiagnosticInfo? Error) ReadMaximumParameters(AnalyzerConfigOptions options) =>
        !options.TryGetValue("build_property.TinyRnnMaximumParameters", out string? text) || text.Trim().Length == 0 ? (DefaultMaximumParameters, null)
            : long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? (number, null)
            : (DefaultMaximumParameters, new DiagnosticInfo(Diagnostics.InvalidProperty, null, "TinyRnnMaximumParameters", text));

    /// <summary>The model with its packed weights, or with an error if it is too large to be compiled without them.</summary>
    public ResolvedModel FindWeights(Compilation compilation, long maximumParameters)
    {
        if (File?.Network is not Network network)
        {
            return this;
        }

        string type = PackedWeights.TypeName(File.Checksum, compilation.AssemblyName ?? "");
        if (compilation.GetTypeByMetadataName(PackedWeights.Namespace + "." + type) is not null)
        {
            return this with { PackedType = type };
        }

        if (network.ParameterCount <= maximumParameters)
        {
            return this;
        }

        DiagnosticInfo error = new(Diagnostics.TooManyParameters, Target.Location, Target.File, Text(network.ParameterCount), Text(maximumParameters));
        return this with { Errors = new EquatableArray<DiagnosticInfo>([.. Errors.Items, error]) };
    }

    /// <summary>Finds each target's file; if a type has several targets, only the first is used.</summary>
    public static IEnumerable<ResolvedModel> Resolve(IReadOnlyList<ModelTarget> targets, IReadOnlyList<ModelFile> files)
    {
        HashSet<TypeShape> seen = [];
        HashSet<string> hintNames = new(StringComparer.OrdinalIgnoreCase);
        foreach (ModelTarget target in targets)
        {
            if (!seen.Add(target.Type))
            {
                DiagnosticInfo error = new(Diagnostics.SeveralAttributes, target.Location, target.Type.Name);
                yield return new ResolvedModel(target, target.Type.HintName, null, null, new EquatableArray<DiagnosticInfo>([error]));
                continue;
            }

            // The compiler rejects two generated files whose names differ only in case.
            string hintName = target.Type.HintName;
            for (int i = 2; hintNames.Contains(hintName) || hintNames.Contains(hintName + EmittableModel.WeightsSuffix); i++)
            {
                hintName = $"{target.Type.HintName}-{i}";
            }

            hintNames.Add(hintName);
            hintNames.Add(hintName + EmittableModel.WeightsSuffix);
            ModelFile[] matches = Find(files, target.File);
            DiagnosticInfo[] errors = matches.Length switch
            {
                1 => target.Errors.Items,
                0 => [.. target.Errors.Items, new DiagnosticInfo(Diagnostics.FileNotFound, target.Location, target.File, Found(target.File, files))],
                _ =>
                    [
                        .. target.Errors.Items,
                        new DiagnosticInfo(Diagnostics.AmbiguousFile, target.Location, target.File, string.Join(", ", matches.Select(file => file.Path)))
                    ],
            };
            yield return new ResolvedModel(target, hintName, matches.Length == 1 ? matches[0] : null, null, new EquatableArray<DiagnosticInfo>(errors));
        }
    }

    private static string Text(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    // A file that the project lists twice is one file. If several paths differ only in case, the exact one is taken.
    private static ModelFile[] Find(IReadOnlyList<ModelFile> files, string name)
    {
        string wanted = ModelFile.OfImported(name.Replace('\\', '/'));
        while (wanted.StartsWith("./", StringComparison.Ordinal))
        {
            wanted = wanted.Substring(2);
        }

        ModelFile[] matches =
        [
            .. files.Where(file => Matches(file.Path, wanted, StringComparison.OrdinalIgnoreCase)).GroupBy(file => file.Path).Select(group => group.First())
        ];
        ModelFile[] exact = [.. matches.Where(file => Matches(file.Path, wanted, StringComparison.Ordinal))];
        return exact.Length > 0 ? exact : matches;
    }

    // The name is the whole path, or its end after a '/'.
    private static bool Matches(string path, string wanted, StringComparison comparison) =>
        wanted.Length > 0
            && path.EndsWith(wanted, comparison)
            && (path.Length == wanted.Length || path[path.Length - wanted.Length - 1] == '/');

    private static string Found(string wanted, IReadOnlyList<ModelFile> files)
    {
        if (ModelFile.OfImported(wanted) != wanted)
        {
            return $"; a file of another tool needs an item in the project file: <ItemGroup><TinyRnnModel Include=\"{wanted}\" /></ItemGroup>";
        }

        if (files.Count == 0)
        {
            return "; the project has none: model files end in '.tinyrnn' and must be in the project's folder";
        }

        string[] names = [.. files.Select(file => file.Name).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)];
        string wantedName = wanted.Substring(wanted.LastIndexOfAny(['/', '\\']) + 1);
        string? close = names.FirstOrDefault(name => Distance(name, wantedName) <= Math.Max(2, wantedName.Length / 4));
        string list = string.Join(", ", names.Take(MaximumNames).Select(name => $"'{name}'"))
            + (names.Length > MaximumNames ? $" and {names.Length - MaximumNames} more" : "");
        string found = close is not null && names.Length == 1 ? "" : $"; found {list}";
        return close is null ? found : $"{found}; did you mean '{close}'?";
    }

    // Levenshtein 1966: the smallest number of insertions, deletions and replacements.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
