using System.Globalization;
using Microsoft.Playwright;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The service's page in a browser. TINYRNN_SCREENSHOTS names a folder that receives pictures of it.</summary>
public class NameServicePageTests(NameServiceProcess service) : IClassFixture<NameServiceProcess>
{
    private const string Browser = "/usr/bin/chromium";

    private static readonly float Milliseconds = (float)Patience.Longest.TotalMilliseconds;

    [Theory]
    [InlineData("desktop", 1200, 900, ColorScheme.Light)]
    [InlineData("desktop-dark", 1200, 900, ColorScheme.Dark)]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    [InlineData("phone-dark", 390, 844, ColorScheme.Dark)]
    [InlineData("phone-small", 320, 568, ColorScheme.Light)]
    public async Task Page_follows_every_letter(string name, int width, int height, ColorScheme scheme)
    {
        Assert.SkipUnless(File.Exists(Browser), $"needs {Browser}");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Browser, Args = ["--no-sandbox"], Timeout = Milliseconds });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        page.SetDefaultTimeout(Milliseconds);
        Assertions.SetDefaultExpectTimeout(Milliseconds);
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != service.Client.BaseAddress!.Authority)
            {
                complaints.Add(request.Url);
            }
        };
        await page.GotoAsync(service.Client.BaseAddress!.ToString());
        await Assertions.Expect(page.Locator("#language option")).ToHaveCountAsync(18);

        // With every letter the bars move, and in the end they stand where the service says.
        await page.FillAsync("#name", "");
        HashSet<string> bars = [];
        string typed = "";
        foreach (char letter in "Schmidhuber")
        {
            typed += letter;
            await page.Locator("#name").PressSequentiallyAsync(letter.ToString());
            await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync(typed + ":");
            Assert.True(bars.Add(await page.EvaluateAsync<string>("[...document.querySelectorAll('.bar')].map(bar => bar.dataset.probability).join()")));
        }

        string probability = await page.Locator(".bar[data-language=German]").GetAttributeAsync("data-probability") ?? "";
        double expected = (double)(await service.Ask("/classify", """{"name":"Schmidhuber","best":1}"""))["best"]![0]!["probability"]!;
        Assert.Equal(expected, double.Parse(probability, CultureInfo.InvariantCulture), 1e-3);
        int[] pixels = await page.EvaluateAsync<int[]>(
            "(() => { const c = document.querySelector('#hidden'); return [c.width, c.height, new Set(c.getContext('2d').getImageData(0, 0, c.width, "
                + "c.height).data).size]; })()");
        Assert.Equal([11, 128], pixels[..2]);
        Assert.True(pixels[2] > 50);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than its window");

        // An earlier letter shows the bars as they stood then.
        await page.Locator("#languages button").Nth(2).ClickAsync();
        Assert.StartsWith("Sch:", await page.Locator("#verdict").TextContentAsync(), StringComparison.Ordinal);
        await page.Locator("#languages button").Last.ClickAsync();

        await page.SelectOptionAsync("#language", "Japanese");
        await page.ClickAsync("#start");
        await Assertions.Expect(page.Locator("#invented button:not(.growing)")).ToHaveCountAsync(8);
        await Picture(page, name);
        string invented = await page.Locator("#invented button").First.TextContentAsync() ?? "";
        await page.Locator("#invented button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync(invented + ":");

        // An example is a click away; the winner has the first bar.
        await page.Locator("#examples button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("Schmidhuber: German");
        Assert.Equal("German", await page.Locator(".bar").First.GetAttributeAsync("data-language"));

        // A name of 100 letters scrolls within the page, to its last letter.
        string longest = string.Concat(Enumerable.Repeat("Oberhauser", 10));
        await page.FillAsync("#name", longest);
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync(longest + ":");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "a long name widens the page");
        Assert.True(
            await page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('.scroll')].every(room => room.scrollLeft + room.clientWidth >= room.scrollWidth - 1)"),
            "the last letter is out of view");
        await Picture(page, name + "-long");

        await page.FillAsync("#name", "北京");
        await page.WaitForSelectorAsync("#problem:not([hidden])");
        Assert.StartsWith(
            "None of these characters is a letter that the network knows.", await page.Locator("#problem").TextContentAsync(), StringComparison.Ordinal);
        await Picture(page, name + "-problem");

        // A browser tells of each answer that is not 200 itself.
        Assert.All(complaints, complaint => Assert.Contains("status of 400", complaint, StringComparison.Ordinal));
    }

    private static Task Picture(IPage page, string name) => Environment.GetEnvironmentVariable("TINYRNN_SCREENSHOTS") is string folder
        ? page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true })
        : Task.CompletedTask;
}
