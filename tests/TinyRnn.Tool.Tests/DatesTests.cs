using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Tests;

public class DatesTests
{
    [Theory]
    [InlineData("2024-02-01")]
    [InlineData("01.02.2024")]
    [InlineData("1.2.2024")]
    [InlineData("1.2.24")]
    [InlineData("1.2.2024 00:00")]
    [InlineData("2/1/2024")]
    public void A_date_with_dots_begins_with_its_day(string text)
    {
        Assert.True(Dates.TryParse(text, out DateTime date));
        Assert.Equal(new DateTime(2024, 2, 1), date);
    }

    [Theory]
    [InlineData("1.13.2024")]
    [InlineData("31.02.2024")]
    [InlineData("13/1/2024")]
    [InlineData("soon")]
    public void What_is_no_date_is_refused(string text) => Assert.False(Dates.TryParse(text, out _));

    [Theory]
    [InlineData("29.02.2024", "30.01.2024", "31.01.2024")]
    [InlineData("1.2.2024", "30.1.2024", "31.1.2024")]
    public void Dates_go_on_in_their_own_form(string expected, params string[] times) =>
        Assert.Equal(expected, FutureTimes.Of(times)!.After(expected.StartsWith("29", StringComparison.Ordinal) ? 29 : 1));
}
