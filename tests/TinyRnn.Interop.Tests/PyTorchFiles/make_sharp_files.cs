// Writes the sharp*.pt files of this folder with TorchSharp.PyBridge 1.4.4 on TorchSharp 0.107.0 (LibTorch 2.10), with random weights, saves
// scripted.pt again with that LibTorch, and writes sharp-outputs.json with an input of each and what TorchSharp gives: rows of a sequence, one
// after another. It needs some 600 MB of packages and is no part of the tests; run it in this folder: dotnet run make_sharp_files.cs
#:package TorchSharp@0.107.0
#:package TorchSharp.PyBridge@1.4.4
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using System.Globalization;
using TorchSharp;
using TorchSharp.PyBridge;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
torch.random.manual_seed(0);
List<string> outputs = [];
Net net = new();
net.eval();
Tensor x = torch.randn(1, 6, 3);
net.save_py("sharp.pt");
Record("sharp.pt", net.forward(x));
net.to(torch.ScalarType.BFloat16);
net.save_py("sharp-bfloat16.pt");
net.to(torch.ScalarType.Float32);
Record("sharp-bfloat16.pt", net.forward(x));
jit.ScriptModule<Tensor, Tensor> scripted = torch.jit.load<Tensor, Tensor>("scripted.pt");
torch.jit.save(scripted, "scripted-2.10.pt");
Record("scripted-2.10.pt", scripted.forward(x));
File.WriteAllText("sharp-outputs.json", "{" + string.Join(", ", outputs) + "}");

void Record(string name, Tensor y) => outputs.Add($"\"{name}\": {{\"input\": [{List(x)}], \"output\": [{List(y)}]}}");

static string List(Tensor values) => string.Join(", ", values.reshape(-1).data<float>().ToArray());

internal sealed class Net : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.GRU _rnn = nn.GRU(3, 4, 1, batchFirst: true);
    private readonly TorchSharp.Modules.Linear _fc = nn.Linear(4, 2);

    public Net()
        : base("net")
    {
        register_module("rnn", _rnn);
        register_module("fc", _fc);
    }

    public override Tensor forward(Tensor x) => _fc.forward(_rnn.forward(x).Item1);
}
