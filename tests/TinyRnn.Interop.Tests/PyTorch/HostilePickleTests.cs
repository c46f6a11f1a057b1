using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.PyTorch;

/// <summary>Pickles that were made to run something, to never end or to take much memory: each is one error, soon.</summary>
public class HostilePickleTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Words)> Files = new()
    {
        ["a call"] = (() => new WrittenPickle().Call("posix", "system", () => { }).ToArray(),
            "a pickle of 'posix.system', which TinyRnn neither runs nor reads"),
        ["a call by names of protocol 4"] = (() => Stacked("builtins", "eval"), "a pickle of 'builtins.eval'"),
        ["a call in the place of a tensor"] = (() => State(pickle => pickle.Call("builtins", "eval", () => pickle.Text("1"))),
            "tensor 'fc.weight': it is an object of 'builtins.eval'"),
        ["a sparse tensor"] = (() => State(pickle => pickle.Call("torch._utils", "_rebuild_sparse_tensor", () => { })), "call its to_dense() first"),
        ["an array of NumPy"] = (() => State(pickle => pickle.Call("numpy.core.multiarray", "_reconstruct", () => { })), "torch.from_numpy(array)"),
        ["a class that makes classes"] = (
            () => new WrittenPickle().Call("a", "b", () => { }).Raw(Repeated(200_000, (byte)')', 0x81)).ToArray(), "a pickle of 'a.b'"),
        ["tuples in tuples"] = (() => new WrittenPickle().Raw((byte)')').Raw(Repeated(500_000, 0x85)).ToArray(), "is a list"),
        ["a dictionary in itself"] = (() => new WrittenPickle().Raw((byte)'}', (byte)'q', 0).Text("a").Raw((byte)'h', 0, (byte)'s').ToArray(),
            "without a tensor"),
        ["a list of itself"] = (() => new WrittenPickle().Raw((byte)']', (byte)'q', 0, (byte)'(').Raw(Repeated(10_000, (byte)'h', 0)).Raw((byte)'e').ToArray(),
            "is a list"),
        ["a module in itself"] = (ModuleInItself, "is nested in more than 32 others"),
        ["modules that double at each level"] = (DoublingModules, "more than 10000 modules"),
        ["a text that is encoded again and again"] = (() => Again(
            pickle => pickle.Text(new string('a', 100_000)).Raw((byte)'q', 0),
                pickle => pickle.Call("_codecs", "encode", () => pickle.Raw((byte)'h', 0).Text("latin1"))), "copies the same values again and again"),
        ["a list that becomes sets"] = (() => Again(
            pickle => pickle.Raw((byte)']', (byte)'q', 0, (byte)'(').Raw(Repeated(30_000, (byte)'N', (byte)'N', 0x86)).Raw((byte)'e'),
            pickle => pickle.Call("builtins", "set", () => pickle.Raw((byte)'h', 0))), "copies the same values again and again"),
        ["files of torch.save in one another"] = (Nested, "which TinyRnn neither runs nor reads"),
        ["an operation that there is not"] = (() => new WrittenPickle().Raw(0xff).ToArray(), "0xff is not an operation of a pickle"),
        ["an empty stack"] = (() => new WrittenPickle().ToArray(), "lacks its value"),
        ["values below the mark"] = (() => new WrittenPickle().Number(1).Mark().Raw(0x85).ToArray(), "lacks its values"),
        ["no mark"] = (() => new WrittenPickle().Number(1).Raw((byte)'t').ToArray(), "lacks the mark"),
        ["half an entry"] = (() => new WrittenPickle().Raw((byte)'}').Mark().Number(1).Raw((byte)'u').ToArray(), "has no value"),
        ["entries of a number"] = (() => new WrittenPickle().Number(1).Mark().Number(1).Number(1).Raw((byte)'u').ToArray(), "not a dictionary"),
        ["a place of the memo"] = (() => new WrittenPickle().Raw((byte)'h', 7).ToArray(), "the memo has no place 7"),
        ["a length beyond the file"] = (() => new WrittenPickle().Raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).ToArray(),
            "bytes were expected, but"),
        ["a newer protocol"] = (() => [0x80, 5, 0x80, 9, (byte)'N', (byte)'.'], "of protocol 9"),
        ["a class by number"] = (() => new WrittenPickle().Raw(0x82, 1).ToArray(), "its writer's own registry"),
        ["a buffer elsewhere"] = (() => new WrittenPickle(5).Raw(0x97).ToArray(), "buffers outside of the file"),
        ["a name without an end"] = (() => new WrittenPickle().Raw([(byte)'c', .. "torch"u8]).ToArray(), "a line has no end"),
        ["another layout"] = (() => [.. new WrittenPickle().Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).ToArray(),
            .. new WrittenPickle().Number(1002).ToArray()], "is not 1001"),
        ["nothing"] = (() => new WrittenPickle().Raw((byte)'N').ToArray(), "is None in a pickle"),
    };

    public static TheoryData<string> Kinds => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_one_error(string kind)
    {
        (Func<byte[]> file, string words) = Files[kind];
        byte[] bytes = file();
        Assert.False(FuzzRun.Import(kind, bytes, source => ModelImporters.Import(source)));
        ImportAssert.Fails(new ImportSource("model.pt", bytes), ImportOptions.None, words);
    }

    private static byte[] State(Action<WrittenPickle> weight)
    {
        WrittenPickle pickle = new();
        return pickle.Dictionary(("fc.weight", () => weight(pickle))).Zip([]);
    }

    private static byte[] Stacked(string module, string name) => new WrittenPickle(4)
        .Raw([0x8c, (byte)module.Length, .. Encoding.ASCII.GetBytes(module), 0x94])
        .Raw([0x8c, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0x94, 0x93, 0x94, (byte)')', (byte)'R']).ToArray();

    private static byte[] Repeated(int count, params byte[] bytes) => [.. Enumerable.Repeat(bytes, count).SelectMany(one => one)];

    private static byte[] Again(Action<WrittenPickle> first, Action<WrittenPickle> then)
    {
        WrittenPickle pickle = new();
        first(pickle);
        for (int i = 0; i < 10_000; i++)
        {
            then(pickle);
            pickle.Raw((byte)'0');
        }

        return pickle.ToArray();
    }

    private static WrittenPickle Module(WrittenPickle pickle, Action children)
    {
        pickle.Global("a", "Net").Raw((byte)')', 0x81);
        return pickle.Raw((byte)'q', 0).Dictionary(("_parameters", () => pickle.OrderedDict()), ("_modules", children)).Raw((byte)'b');
    }

    private static byte[] ModuleInItself()
    {
        WrittenPickle pickle = new();
        return Module(pickle, () => pickle.Dictionary(("a", () => pickle.Raw((byte)'h', 0)))).ToArray();
    }

    private static byte[] DoublingModules()
    {
        WrittenPickle pickle = new();
        pickle.Raw((byte)'N', (byte)'q', 1);
        for (int i = 0; i < 30; i++)
        {
            Module(pickle, () => pickle.Dictionary(("a", () => pickle.Raw((byte)'h', 1)), ("b", () => pickle.Raw((byte)'h', 1)))).Raw((byte)'q', 1);
        }

        return pickle.ToArray();
    }

    private static byte[] Nested()
    {
        byte[] inner = new WrittenPickle().Raw((byte)'N').ToArray();
        for (int i = 0; i < 5; i++)
        {
            byte[] bytes = inner;
            WrittenPickle pickle = new();
            inner = pickle.Call("torch.storage", "_load_from_bytes", () => pickle.Raw([(byte)'B', .. BitConverter.GetBytes(bytes.Length), .. bytes])).ToArray();
        }

        return inner;
    }
}
