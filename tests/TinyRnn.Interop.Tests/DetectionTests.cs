using TinyRnn.Interop;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>The content of a file decides who reads it.</summary>
public class DetectionTests
{
    [Fact]
    public void Unknown_content_is_an_error_that_names_the_formats() =>
        ImportAssert.Fails(
            new ImportSource("weights.bin", (byte[])[1, 2, 3, 4]), ImportOptions.None, "weights.bin", "the format of the content is not known; one of");
}
