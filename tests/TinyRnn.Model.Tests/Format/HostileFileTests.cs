using System.Collections.Concurrent;
using System.Text;

namespace TinyRnn.Model.Tests.Format;

public class HostileFileTests
{
    // The text itself, its values and the errors; all that a file can make the reader allocate in its life.
    private const int BytesPerCharacter = 64;
    private const int Constant = 200_000;

    // Of the processor, for one file: thousands of times what these take, and far less than a reader takes that looks at everything again for each part.
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(10);

    private static readonly string[] Seeds =
    [
        Documents.Text, Documents.Vector, Documents.Gated, NetworkWriter.Write(SparseFormatTests.Sparse(TensorType.F32, 18, 1, 0.8)),
        .. Enumerable.Range(0, 20).Select(seed => NetworkWriter.Write(RandomNetworks.OfAnyBits(seed))),
    ];

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        foreach (string document in Seeds.Take(6))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(document.TrimEnd());
            for (int length = 0; length < bytes.Length; length++)
            {
                TimeSpan start = ThreadTime.Now;
                ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkFile.Read(bytes[..length], "x"));
                Assert.Equal(ModelErrorCode.Syntax, e.Code);
                Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, LongestTime);
            }

            Assert.NotNull(NetworkFile.Read(bytes, "x"));
        }
    }

    [Fact]
    public void Mutated_files_read_or_are_refused_within_bounded_memory()
    {
        const int Count = 100_000;
        const int Threads = 2;
        int read = 0;
        ConcurrentDictionary<ModelErrorCode, bool> codes = [];
        Parallel.For(0, Threads, thread =>
        {
            Mutator mutator = new(2026 + thread);
            for (int i = thread; i < Count; i += Threads)
            {
                Try(i, mutator);
            }
        });

        // The mutator reaches nearly every check, and leaves some files whole.
        Assert.InRange(read, 100, Count);
        ModelErrorCode[] expected =
            [
                ModelErrorCode.Syntax, ModelErrorCode.Version, ModelErrorCode.MissingField, ModelErrorCode.UnknownField, ModelErrorCode.InvalidValue,
                ModelErrorCode.SizeMismatch, ModelErrorCode.TensorData, ModelErrorCode.TensorShape, ModelErrorCode.Checksum, ModelErrorCode.TestVector,
            ];
        Assert.Empty(expected.Except(codes.Keys));

        void Try(int i, Mutator mutator)
        {
            string document = Seeds[i % Seeds.Length];
            byte[] bytes = mutator.Mutate(Encoding.UTF8.GetBytes(document));
            if (i / Seeds.Length % 2 == 0)
            {
                // With the right checksum again, what is left must truly hold.
                bytes = Encoding.UTF8.GetBytes(Documents.Seal(Encoding.UTF8.GetString(bytes)));
            }

            Network? network = null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                network = NetworkFile.Read(bytes, "x");
            }
            catch (ModelFormatException e)
            {
                codes[e.Code] = true;
            }
            catch (Exception e)
            {
                Assert.Fail($"file {i}: {e}\n{Encoding.UTF8.GetString(bytes)}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= bytes.Length * BytesPerCharacter + Constant, $"file {i} of {bytes.Length} bytes allocates {allocated}");
            if (network is not null)
            {
                Interlocked.Increment(ref read);
                Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(NetworkReader.Read(NetworkWriter.Write(network), "x")));
            }
        }
    }

    [Theory]
    [InlineData("metadata arrays", 200_000)]
    [InlineData("metadata objects", 200_000)]
    [InlineData("metadata numbers", 400_000)]
    [InlineData("labels", 100_000)]
    [InlineData("names", 100_000)]
    [InlineData("mean", 200_000)]
    [InlineData("vocabulary", 30_000)]
    [InlineData("layers", 20_000)]
    [InlineData("layers that lack tensors", 5_000)]
    [InlineData("tensors", 20_000)]
    [InlineData("tensors of one value", 20_000)]
    [InlineData("probes", 50_000)]
    [InlineData("fields", 100_000)]
    [InlineData("escapes", 500_000)]
    [InlineData("base64 escapes", 500_000)]
    [InlineData("long number", 1_000_000)]
    [InlineData("lines", 1_000_000)]
    public void Many_of_anything_take_linear_time_and_memory(string what, int count)
    {
        string document = Many(what, count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = ThreadTime.Now;
        ModelFormatException? e = Record.Exception(() => NetworkReader.Read(document, "x")) as ModelFormatException;
        TimeSpan time = ThreadTime.Now - start;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{document.Length:N0} characters, {(double)allocated / document.Length:F1} bytes each, {time.TotalMilliseconds:F0} ms: {e?.Reason}");
        Assert.InRange(allocated, 0, (long)document.Length * BytesPerCharacter + Constant);
        Assert.InRange(time, TimeSpan.Zero, LongestTime);
        Assert.NotNull(e);
    }

    private static string Many(string what, int count)
    {
        string Repeat(string item) => string.Join(",", Enumerable.Repeat(item, count));
        string Numbered(Func<int, string> item) => string.Join(",", Enumerable.Range(0, count).Select(item));
        const string Metadata = "{\"by\": \"hand\"}";
        return what switch
        {
            "metadata arrays" => Errors.Edit(Documents.Text, (Metadata, $"{{\"a\":[{Repeat("[]")}]}}")),
            "metadata objects" => Errors.Edit(Documents.Text, (Metadata, $"{{\"a\":[{Repeat("{}")}]}}")),
            "metadata numbers" => Errors.Edit(Documents.Text, (Metadata, $"{{\"a\":[{Repeat("0")}]}}")),
            "labels" => Errors.Edit(Documents.Text, ("\"no\", \"yes\"", Numbered(i => $"\"{i}\""))),
            "names" => Errors.Edit(Documents.Vector, ("\"load\", \"heat\"", Repeat("\"\""))),
            "mean" => Errors.Edit(Documents.Vector, ("\"mean\": [1, 2]", $"\"mean\": [{Repeat("1")}]")),
            "vocabulary" =>
                Errors.Edit(Documents.Text, ("ab é", string.Concat(Enumerable.Range(0x100, count).Where(c => c is < 0xd800 or > 0xdfff).Select(c => (char)c)))),
            "layers" => Errors.Edit(Documents.Text, ("{\"name\": \"cell\"", Repeat("{}") + ",{\"name\": \"cell\"")),
            "layers that lack tensors" => Errors.Edit(
                Documents.Text,
                ("    {\"name\": \"head\"",
                    Numbered(i => $"{{\"name\":\"l{i}\",\"kind\":\"dense\",\"inputSize\":2,\"outputSize\":2,\"activation\":\"tanh\",\"bias\":true}}")
                    + ",{\"name\": \"head\"")),
            "tensors" => Errors.Edit(Documents.Text, ("    \"cell.bias\"", Numbered(i => $"\"{i}\":{{}}") + ",\"cell.bias\"")),
            "tensors of one value" =>
                Errors.Edit(
                    Documents.Text,
                    ("    \"cell.bias\"", Numbered(i => $"\"{i}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data\":\"AAAAAA==\"}}") + ",\"cell.bias\"")),
            "probes" => Errors.Edit(Documents.Text, ("{\"text\": \"ab\"", Repeat("{\"text\":\"ab\",\"output\":[]}") + ",{\"text\": \"ab\"")),
            "fields" => Errors.Edit(Documents.Text, ("{\"steps\": \"last\"}", "{\"steps\": \"last\"," + Numbered(i => $"\"{i}\":0") + "}")),
            "escapes" => Errors.Edit(Documents.Text, ("\"tiny\"", "\"" + string.Concat(Enumerable.Repeat("\\u0041", count)) + "\"")),
            "base64 escapes" => Errors.Edit(Documents.Text, ("\"AAAAAAAAgD8=\"", "\"" + string.Concat(Enumerable.Repeat("\\/", count)) + "\"")),
            "long number" => Errors.Edit(Documents.Text, ("[0.5, 0.5]", "[0." + new string('9', count) + ", 1e" + new string('9', count) + "]")),
            "lines" => new string('\n', count) + Documents.Text[..^5],
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }

    /// <summary>Damage as disks, networks, merges and people do it.</summary>
    private sealed class Mutator(int seed)
    {
        private static readonly string[] Numbers =
            [
                "0", "1", "2", "3", "4", "-1", "32768", "32769", "65536", "2147483647", "2147483648", "4294967297", "99999999999999999999", "1e9", "1e400",
                "0.5", "-0", "NaN", "null"
            ];

        private static readonly byte[] Structure = "{}[]\",:\\ \n0é"u8.ToArray();
        private readonly Random _random = new(seed);

        public byte[] Mutate(byte[] bytes)
        {
            List<byte> result = [.. bytes];
            for (int times = _random.Next(1, 3); times > 0 && result.Count > 0; times--)
            {
                int at = _random.Next(result.Count);
                int length = Math.Min(_random.Next(4) == 0 ? _random.Next(1, 200) : _random.Next(1, 8), result.Count - at);
                switch (_random.Next(7))
                {
                    case 0: result[at] ^= (byte)(1 << _random.Next(8)); break;
                    case 1: result[at] = Structure[_random.Next(Structure.Length)]; break;
                    case 2: result.RemoveRange(at, length); break;
                    case 3: result.InsertRange(_random.Next(result.Count), result.GetRange(at, length)); break;
                    case 4: DropLine(result, at); break;
                    default: SwapNumber(result, at); break;
                }
            }

            return [.. result];
        }

        private static void DropLine(List<byte> bytes, int at)
        {
            int start = bytes.LastIndexOf((byte)'\n', at) + 1;
            int end = bytes.IndexOf((byte)'\n', at);
            bytes.RemoveRange(start, Math.Max(0, (end < 0 ? bytes.Count : end) - start));
        }

        private void SwapNumber(List<byte> bytes, int at)
        {
            int start = bytes.FindIndex(at, IsDigit);
            if (start < 0)
            {
                return;
            }

            int end = start;
            while (end < bytes.Count && IsDigit(bytes[end]))
            {
                end++;
            }

            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Encoding.UTF8.GetBytes(Numbers[_random.Next(Numbers.Length)]));
        }

        private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
    }
}
