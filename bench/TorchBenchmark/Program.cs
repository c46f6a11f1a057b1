using TorchBenchmark;
using TorchSharp;
using TrainingBenchmark;

// Times the trainings of TrainingBenchmark in PyTorch's library, through TorchSharp, and prints the same lines.
if (TrainingArguments.Parse(args) is not TrainingArguments arguments)
{
    Console.Error.WriteLine(TrainingArguments.Usage);
    return 2;
}

if (TorchLibrary.WhyNotLoaded() is string reason)
{
    Console.Error.WriteLine($"training: torchsharp is left out: {reason}");
    Console.WriteLine($"# torchsharp is left out: {reason}");
    return 0;
}

torch.manual_seed(1);
TrainingTimer.Run("torchsharp", arguments, (cell, hidden, batch, threads) =>
{
    torch.set_num_threads(threads);
    return new TorchPass(cell, hidden, batch);
});
return 0;
