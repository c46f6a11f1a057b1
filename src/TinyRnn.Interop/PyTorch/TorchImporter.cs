using TinyRnn.Interop.StateDicts;

namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// Reads the files of torch.save and torch.jit.save: a state dict, alone or in a checkpoint, or a whole module. The pickle is read as data; no code
/// of the file is run and none of its names is looked up.
/// </summary>
internal sealed class TorchImporter : IModelImporter
{
    public string Format => "PyTorch .pt or .pth";

    public bool Recognizes(ImportSource source) => TorchFile.Recognizes(source);

    public ImportResult Import(ImportSource source, ImportOptions options)
    {
        TorchFile file = TorchFile.Read(source);
        (string path, object value) = TorchCheckpoint.Choose(file, options);
        TorchState state = TorchState.Read(file, value);
        StateDict dict = state.ToStateDict();
        if (dict.Tensors.Count == 0)
        {
            throw source.Error(file.IsScript || value is PickleDict ? TorchContents.Describe(file)
                : $"the module {Class(value)} has no tensors; the weights of a recurrent network were expected");
        }

        NetworkBuilder builder = new(source, options, $"PyTorch ({file.Layout})");
        Note(builder, file, path, value, state);
        StateDictReader.Read(dict, builder);
        return builder.Build();
    }

    private static void Note(NetworkBuilder builder, TorchFile file, string path, object value, TorchState state)
    {
        if (path.Length > 0)
        {
            builder.Note($"{ImportSource.Quote(path)} of the checkpoint was read");
        }

        if (value is PickleObject)
        {
            builder.Note(file.IsScript
                ? $"only the tensors of the module {Class(value)} were read, not its code: how it connects its modules was taken as for a state dict"
                : $"the file is a whole module {Class(value)} without its code, so how it connects its modules was taken as for a state dict");
        }

        if (state.Others.Count > 0)
        {
            builder.Note($"{string.Join(", ", state.Others.Take(4).Select(ImportSource.Quote))}{(state.Others.Count > 4 ? " and others" : "")} in the state "
                + $"dict {(state.Others.Count == 1 ? "is not a tensor and was" : "are not tensors and were")} left out");
        }
    }

    private static string Class(object value) => value is PickleObject { Maker: PickleGlobal maker } ? ImportSource.Quote(maker.FullName) : "of unknown class";
}
