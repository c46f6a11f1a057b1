using PeerModels;
using Peers;
using StepBenchmark;

// Times the compiled models on the networks of the C peers, with one line for each:
//   peer,cell,H,I,O,min ns,median ns,last output,sum of outputs
if (PeerArguments.Parse(args) is not { Words: [string peer, string mode] } arguments || !PassMaker.Modes.Contains(mode))
{
    Console.Error.WriteLine($"usage: StepBenchmark PEER {string.Join('|', PassMaker.Modes)} {PeerArguments.Usage}");
    return 2;
}

List<ITimedPass> passes = [];
CompiledModels.Visit(new PassMaker(mode, arguments, passes));
if (passes.Count == 0)
{
    Console.Error.WriteLine($"{peer}: nothing to time; bench/Peers.props lists the compiled models");
}

foreach (ITimedPass pass in passes)
{
    PassTimer.Run(peer, pass);
}

return 0;
