namespace TinyRnn.Interop.PyTorch;

/// <summary>Says what a file holds instead of a state dict, and what to do.</summary>
internal static class TorchContents
{
    private const int Listed = 5;
    private const string Save = "save the state dict: torch.save(model.state_dict(), \"model.pt\")";

    public static string Describe(TorchFile file) => file switch
    {
        { IsScript: true } => "the file is a TorchScript model without tensors of its own, because they were frozen into its code; "
            + "save the state dict of the model that it was made from: "
            + "torch.save(model.state_dict(), \"model.pt\"); or ONNX: torch.onnx.export(torch.jit.load(\"model.pt\"), example, \"model.onnx\")",
        { Root: PickleObject { Maker: PickleGlobal maker } } => ForeignPickle.Find([maker]) is string what ? $"the file {what}"
            : $"the file is a pickle of {ImportSource.Quote(maker.FullName)}, which TinyRnn neither runs nor reads; "
                + $"a state dict or a module of PyTorch was expected; {Save}",
        { Root: PickleDict dict } => $"the file is a dictionary {Keys(dict)}without a tensor; a state dict was expected, alone or under a key such as "
            + $"'state_dict'; {Save}",
        { Root: TorchTensor tensor } => $"the file is a single tensor of shape [{string.Join(", ", tensor.Sizes.Take(Listed).Select(size => $"{size}"))}], "
            + $"which has no name; {Save}",
        { Root: PickleList or object?[] } => $"the file is a list, whose values have no names; a state dict was expected; {Save}",
        _ => $"the file is {(file.Root is null ? "None" : "a plain value")} in a pickle; a state dict was expected; {Save}",
    };

    private static string Keys(PickleDict dict)
    {
        string[] keys = [.. dict.Texts.Take(Listed).Select(entry => ImportSource.Quote(entry.Key)
            + (entry.Value is PickleObject { Maker: PickleGlobal maker } ? $" (of {ImportSource.Quote(maker.FullName)})" : ""))];
        return keys.Length == 0 ? "" : $"of {string.Join(", ", keys)} ";
    }
}
