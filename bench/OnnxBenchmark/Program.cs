using OnnxBenchmark;
using Peers;

// Times ONNX Runtime on the networks of the C peers, with one line for each:
//   peer,cell,H,I,O,min ns,median ns,last output,sum of outputs
if (PeerArguments.Parse(args) is not { Words: [string peer, string mode and ("step" or "run100")] } arguments)
{
    Console.Error.WriteLine($"usage: OnnxBenchmark PEER step|run100 {PeerArguments.Usage}");
    return 2;
}

foreach (PeerSize size in arguments.Sizes)
{
    using OnnxPass pass = new(size, mode == "step" ? 1 : 100);
    PassTimer.Run(peer, pass);
}

return 0;
