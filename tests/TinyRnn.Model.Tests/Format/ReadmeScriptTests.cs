using System.Security.Cryptography;
using System.Text;

namespace TinyRnn.Model.Tests.Format;

/// <summary>The file that the script in the README writes, byte for byte, made as the script makes it.</summary>
public class ReadmeScriptTests
{
    // SHA-256 of the file that Python wrote.
    private const string HashOfFile = "ed82ead148c20da721545a71493864ee5a08f372291597d31761efdb9375b5f3";

    private const string BeforeChecksum = """
        {
          "tinyrnn": 1,
          "name": "last letter",
          "task": "classify",
          "input": {
            "kind": "one-hot",
            "vocabulary": "ab",
            "normalization": "none",
            "unknown": "skip"
          },
          "layers": [
            {
              "name": "cell",
              "kind": "rnn",
              "inputSize": 2,
              "hiddenSize": 1,
              "activation": "tanh",
              "bias": "none"
            },
            {
              "name": "head",
              "kind": "dense",
              "inputSize": 1,
              "outputSize": 2,
              "activation": "softmax",
              "bias": true
            }
          ],
          "output": {
            "steps": "last"
          },
          "labels": [
            "a",
            "b"
          ],
          "metadata": {
            "origin": "by hand"
          },
          "probes": [
            {
              "text": "ab",
              "output": [
                0.020712,
                0.979288
              ]
            }
          ],
          "tensors": {
            "cell.weight_ih": {
              "dtype": "F32",
              "shape": [
                1,
                2
              ],
              "data": "AAAAQAAAAMA="
            },
            "cell.weight_hh": {
              "dtype": "F32",
              "shape": [
                1,
                1
              ],
              "data": "AAAAAA=="
            },
            "head.weight": {
              "dtype": "F32",
              "shape": [
                2,
                1
              ],
              "data": "AAAAQAAAAMA="
            },
            "head.bias": {
              "dtype": "F32",
              "shape": [
                2
              ],
              "data": "AAAAAAAAAAA="
            }
          },

        """;

    [Fact]
    public void The_file_of_the_readme_reads_and_its_test_vector_holds()
    {
        string covered = BeforeChecksum + "  ";
        string checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(covered)));
        byte[] file = Encoding.UTF8.GetBytes(covered + "\"checksum\": \"sha256:" + checksum + "\"\n}\n");
        Assert.Equal(HashOfFile, Convert.ToHexStringLower(SHA256.HashData(file)));

        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            Network network = NetworkFile.Load(path);
            TestVector testVector = Assert.Single(network.TestVectors);
            float[] output = new Model.Interpreter(network).RunText(testVector.Text!);
            Assert.Equal(testVector.Output[0], output[0], 1e-6);
            Assert.Equal(testVector.Output[1], output[1], 1e-6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_readme_names_every_field_word_and_error()
    {
        string? readme = FindReadme();
        if (readme is null)
        {
            Assert.Skip("the README is not beside these tests");
        }

        string text = File.ReadAllText(readme);
        string[] words =
        [
            .. Words.Activations.Keys, .. Words.BiasForms.Keys, .. Words.Tasks.Keys, .. Words.OutputSteps.Keys, .. Words.Normalizations.Keys,
            .. Words.UnknownCharacters.Keys, .. Words.TensorTypes.Keys, .. Words.GruResets.Keys, .. Words.Directions.Keys,
            .. Words.PoolingModes.Keys, .. Words.Functions.Keys, .. Words.CombineOperations.Keys, .. Words.ReduceModes.Keys, .. LayerKinds.Readers.Keys,
        ];
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ModelErrorCode>(), code => Assert.Contains($"| {ModelFormatException.Id(code)} |", text, StringComparison.Ordinal));
        Assert.Contains($"version {NetworkReader.FormatVersion}", text, StringComparison.Ordinal);
        foreach (int limit in (int[])[NetworkReader.MaximumLength, JsonParser.MaximumValues, JsonParser.MaximumDepth, FieldReader.MaximumSize])
        {
            Assert.Contains($"{limit}", text, StringComparison.Ordinal);
        }
    }

    private static string? FindReadme()
    {
        for (DirectoryInfo? up = new(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            string path = Path.Combine(up.FullName, "src", "TinyRnn.Model", "README.md");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
