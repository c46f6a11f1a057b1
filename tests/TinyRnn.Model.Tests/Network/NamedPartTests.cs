using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests;

/// <summary>Networks whose inputs and outputs have names.</summary>
public class NamedPartTests
{
    [Fact]
    public void Parts_come_back_and_stay_with_changed_networks()
    {
        Network network = Make([new("audio", 3), new("speed", 2)], [new("mask", 1), new("voice\n\"1\"", 1)]);
        Network read = NetworkReader.Read(NetworkWriter.Write(network), "parts.tinyrnn");
        Assert.Equal(network.InputParts, read.InputParts);
        Assert.Equal(network.OutputParts, read.OutputParts);
        Assert.Equal(network.OutputParts, network.WithTensors(network.Tensors.Values).OutputParts);
        Assert.Equal(network.InputParts, network.With(metadataJson: "{\"a\": 1}").InputParts);
        Assert.Contains("\"tinyrnn\": 4", NetworkWriter.Write(network), StringComparison.Ordinal);
        Assert.DoesNotContain("Parts", NetworkWriter.Write(Make([], [])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\": \"a\", \"size\": 2}, {\"name\": \"b\", \"size\": 2}",
        "'inputParts' has 2 parts with 4 values in all; two or more parts with 5 values in all "
        + "were expected")]
    [InlineData("{\"name\": \"a\", \"size\": 5}", "'inputParts' has 1 parts with 5 values")]
    [InlineData("{\"name\": \"a\", \"size\": 2}, {\"name\": \"a\", \"size\": 3}", "a part has the name 'a', which another input or output has")]
    [InlineData("{\"name\": \"mask\", \"size\": 2}, {\"name\": \"a\", \"size\": 3}", "a part has the name 'mask', which another input or output has")]
    [InlineData("{\"name\": \"\", \"size\": 2}, {\"name\": \"a\", \"size\": 3}", "a part has an empty name")]
    [InlineData("{\"name\": \"a\"}, {\"name\": \"b\", \"size\": 3}", "part 0 of 'inputParts' needs the field 'size'")]
    [InlineData("{\"name\": \"a\", \"size\": 2, \"kind\": 1}, {\"name\": \"b\", \"size\": 3}", "part 0 of 'inputParts'")]
    [InlineData("{\"name\": \"a\", \"size\": 0}, {\"name\": \"b\", \"size\": 5}", "'size' of part 0 of 'inputParts' must be a whole number from 1 to 32768")]
    public void What_does_not_fit_is_told_with_its_place(string parts, string message)
    {
        string text = NetworkWriter.Write(Make([new("audio", 3), new("speed", 2)], [new("mask", 1), new("voice", 1)]));
        int start = text.IndexOf('[', text.IndexOf("\"inputParts\"", StringComparison.Ordinal)) + 1;
        string changed = text[..start] + parts + text[text.IndexOf(']', start)..];
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(changed, "parts.tinyrnn"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("parts.tinyrnn(", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_versions_have_none()
    {
        string text = NetworkWriter.Write(Make([new("audio", 3), new("speed", 2)], [])).Replace("\"tinyrnn\": 4", "\"tinyrnn\": 3", StringComparison.Ordinal);
        Assert.Contains(
            "parts of them need version 4", Assert.Throws<ModelFormatException>(() => NetworkReader.Read(text, "parts.tinyrnn")).Message,
            StringComparison.Ordinal);
    }

    private static Network Make(NamedPart[] inputs, NamedPart[] outputs)
    {
        Layer[] layers = [new GruLayer("gru", 5, 4), new DenseLayer("fc", 4, 2)];
        Network network = SharedNetworks.Raw(new VectorInput(5), OutputSteps.Every, 1, layers);
        return new Network(new NetworkDefinition
        {
            Name = "parts",
            Task = NetworkTask.Raw,
            Input = network.Input,
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = network.Tensors.Values,
            InputParts = inputs,
            OutputParts = outputs,
        });
    }
}
