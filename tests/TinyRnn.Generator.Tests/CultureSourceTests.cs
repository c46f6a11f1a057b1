using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>What runs on users' machines meets no culture: all sources are searched, so that a new place is seen without a test of its own.</summary>
public class CultureSourceTests
{
    [Fact]
    public void Packages_and_generator_meet_no_culture()
    {
        IReadOnlyList<string> found = CultureFinder.Find([.. Sources("src"), .. Sources("generator")], isInterpolationInvariant: true);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("samples"), InlineData("src/TinyRnn.Templates"), InlineData("src/TinyRnn.Tool")]
    public void Apps_have_no_culture_but_the_invariant_one(string folder)
    {
        string[] apps =
        [
            .. Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.csproj",
                SearchOption.AllDirectories).Where(path => !path.EndsWith("TinyRnn.Templates.csproj", StringComparison.Ordinal))
        ];
        Assert.NotEmpty(apps);
        Assert.All(apps, path => Assert.Contains("<InvariantGlobalization>true</InvariantGlobalization>", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("string s = \"a\" + n;")]
    [InlineData("s += n;")]
    [InlineData("s = n.ToString();")]
    [InlineData("s = n.ToString(\"X4\");")]
    [InlineData("n = int.Parse(s);")]
    [InlineData("s = string.Join(\",\", new[] { 1, 2 });")]
    [InlineData("s = string.Join(\",\", list.Select(x => x * 2));")]
    [InlineData("s = string.Concat(s, n);")]
    [InlineData("s = string.Format(\"{0}\", n);")]
    [InlineData("new System.Text.StringBuilder().Append(n);")]
    [InlineData("new System.Text.StringBuilder().Append($\"{n}\");")]
    [InlineData("Console.WriteLine(n);")]
    [InlineData("s = Convert.ToString((object)n);")]
    [InlineData("s = $\"{d}\";")]
    [InlineData("s = $\"{(n, n)}\";")]
    [InlineData("s = (\"a\" + d?.ToString());")]
    [InlineData("n = string.Compare(s, \"b\");")]
    [InlineData("n = s.CompareTo(\"b\");")]
    [InlineData("var o = new[] { s }.OrderBy(x => x);")]
    [InlineData("var o = new[] { s }.Order();")]
    [InlineData("new List<string>().Sort();")]
    [InlineData("Array.Sort(new[] { s });")]
    [InlineData("var o = new SortedSet<string>();")]
    [InlineData("var o = new SortedDictionary<string, int>();")]
    [InlineData("s = new[] { s }.Max();")]
    [InlineData("s = DateTime.Now.ToString();")]
    [InlineData("s = $\"{await Task.FromResult(n)}\";")]
    public void Every_form_is_found(string statement) => Assert.NotEmpty(CultureFinder.Find([("Form.cs", Method(statement))], isInterpolationInvariant: false));

    [Theory]
    [InlineData("s = \"a\" + s;")]
    [InlineData("s = \"a\" + 'b';")]
    [InlineData("s = n.ToString(System.Globalization.CultureInfo.InvariantCulture);")]
    [InlineData("s = \"a\" + DayOfWeek.Monday;")]
    [InlineData("s = FormattableString.Invariant($\"{n}\");")]
    [InlineData("s = string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{n}\");")]
    [InlineData("var o = new[] { s }.OrderBy(x => x.Length);")]
    [InlineData("var o = new[] { s }.Order(StringComparer.Ordinal);")]
    [InlineData("new System.Text.StringBuilder().Append(' ', n);")]
    [InlineData("n = string.CompareOrdinal(s, \"b\");")]
    [InlineData("s = $\"{s}{4}\";")]
    public void Nothing_else_is_found(string statement) => Assert.Empty(CultureFinder.Find([("Form.cs", Method(statement))], isInterpolationInvariant: false));

    private static string Method(string statement)
    {
        string body = statement.Replace("string s = ", "s = ", StringComparison.Ordinal);
        return $$"""class Form { async Task Method(string s, int n, double? d, List<int> list) { {{body}} await Task.Yield(); } }""";
    }

    private static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
            && !name.Contains("/content/", StringComparison.Ordinal)
        orderby name.Length
        select (name, File.ReadAllText(path));
}
