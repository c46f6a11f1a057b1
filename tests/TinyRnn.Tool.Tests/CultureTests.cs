using System.CommandLine;
using System.Globalization;

namespace TinyRnn.Tool.Tests;

/// <summary>Numbers of the command line have one form in every culture.</summary>
public class CultureTests
{
    private static readonly CultureInfo[] Cultures =
    [
        CultureInfo.InvariantCulture, Odd(),
        .. CultureInfo.GetCultures(CultureTypes.AllCultures).Where(culture => culture.Name is "sv-SE" or "fa-IR" or "tr-TR" or "ar-SA" or "de-DE" or "nb-NO")
    ];

    [Theory]
    [InlineData("0.005", 0.005), InlineData("-2.5e-3", -2.5e-3), InlineData("5", 5.0), InlineData(".5", 0.5)]
    [InlineData("0,005", null)]
    [InlineData("1,000", null)]
    [InlineData("1,000.5", null)]
    [InlineData("5 0", null)]
    [InlineData("\u22125", null)]
    [InlineData("0\u066B5", null)]
    [InlineData("", null)]
    [InlineData("$5", null)]
    [InlineData("(5)", null)]
    public void Real_numbers(string text, double? expected)
    {
        foreach (CultureInfo culture in Cultures)
        {
            Option<double> one = new("--one");
            Option<double?> maybe = new("--maybe");
            Option<float> single = new("--single");
            ParseResult result = Parse(culture, [one, maybe, single], text);
            Assert.Equal(expected is null ? 3 : 0, result.Errors.Count);
            if (expected is double number)
            {
                Assert.Equal(number, result.GetValue(one));
                Assert.Equal(number, result.GetValue(maybe));
                Assert.Equal((float)number, result.GetValue(single));
            }
        }
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0", 0)]
    [InlineData("1,000", null)]
    [InlineData("1.0", null)]
    [InlineData("1 000", null)]
    [InlineData("\u0665", null)]
    [InlineData("99999999999", null)]
    public void Whole_numbers(string text, int? expected)
    {
        foreach (CultureInfo culture in Cultures)
        {
            Option<int> one = new("--one");
            Option<int?> maybe = new("--maybe");
            ParseResult result = Parse(culture, [one, maybe], text);
            Assert.Equal(expected is null ? 2 : 0, result.Errors.Count);
            if (expected is int number)
            {
                Assert.Equal(number, result.GetValue(one));
                Assert.Equal(number, result.GetValue(maybe));
            }
        }
    }

    [Fact]
    public void What_is_left_out_is_as_before()
    {
        Option<int?> maybe = new("--maybe");
        Option<double> one = new("--one") { DefaultValueFactory = _ => 0.5 };
        RootCommand root = new() { maybe, one };
        InvariantNumbers.Apply(root);
        ParseResult result = root.Parse([]);
        Assert.Empty(result.Errors);
        Assert.Null(result.GetValue(maybe));
        Assert.Equal(0.5, result.GetValue(one));
        Assert.NotEmpty(root.Parse(["--one"]).Errors);
    }

    private static ParseResult Parse(CultureInfo culture, Option[] options, string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            RootCommand root = new();
            Array.ForEach(options, root.Options.Add);
            InvariantNumbers.Apply(root);
            return root.Parse([.. options.Select(option => $"{option.Name}={text}")]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Odd()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "\u2212",
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            NaNSymbol = "ei luku",
        };
        return culture;
    }
}
