using System.Globalization;
using System.Runtime.CompilerServices;

namespace TinyRnn.Tests;

/// <summary>
/// The culture that the tests of a project run in, with all programs that they start: one that writes signs, decimal points and dates otherwise than C#, so
/// that a number joined in the machine's culture fails here as it would fail for a user. <c>TINYRNN_TEST_CULTURE</c> names another one.
/// </summary>
internal static class TestCulture
{
    /// <summary>The name of the culture.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable("TINYRNN_TEST_CULTURE") ?? "fa-IR";

    // A project with InvariantGlobalization, and a machine without data of cultures, know only the invariant one.
    [ModuleInitializer]
    internal static void Set()
    {
        if (AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && isInvariant
            || CultureInfo.GetCultures(CultureTypes.SpecificCultures).Length == 0)
        {
            return;
        }

        CultureInfo culture = CultureInfo.GetCultureInfo(Name);
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (culture, culture);
        Environment.SetEnvironmentVariable("LC_ALL", $"{Name.Replace('-', '_')}.UTF-8");

        // The SDK translates its messages; tests read them in English.
        Environment.SetEnvironmentVariable("DOTNET_CLI_UI_LANGUAGE", "en");
    }
}
