"""Writes the files of this folder with torch.save and torch.jit.save of PyTorch 1.13 (Debian's python3-torch), with random weights, and
outputs.json with an input of each and what PyTorch gives: rows of a sequence, one after another. Needs torch; run it in this folder."""
import json
import pickle
import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(0)
STEPS, INPUTS, HIDDEN, OUTPUTS = 6, 3, 4, 2
outputs = {}


def flat(tensor):
    return [float(value) for value in tensor.reshape(-1)]


class Net(nn.Module):
    def __init__(self, kind=nn.LSTM, layers=2):
        super().__init__()
        self.rnn = kind(INPUTS, HIDDEN, layers, batch_first=True)
        self.fc = nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x):
        return self.fc(self.rnn(x)[0])


class Rich(nn.Module):
    """What a state dict does not say: the recurrence's ReLU, an eps, activations in a Sequential, a buffer that is not saved."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(INPUTS, HIDDEN, nonlinearity="relu", batch_first=True)
        self.norm = nn.BatchNorm1d(HIDDEN, eps=0.1)
        self.head = nn.Sequential(
            nn.Linear(HIDDEN, 5), nn.LeakyReLU(0.2), nn.Dropout(0.3), nn.Linear(5, 4, bias=False), nn.Dropout(0.1), nn.Linear(4, OUTPUTS), nn.Tanh())
        self.register_buffer("mask", torch.ones(3), persistent=False)

    def forward(self, x):
        x = self.rnn(x)[0]
        return self.head(self.norm(x.transpose(1, 2)).transpose(1, 2))


class Words(nn.Module):
    """A table whose name could be a linear layer's."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(6, INPUTS)
        self.gru = nn.GRU(INPUTS, 6, batch_first=True)
        self.out = nn.Linear(6, 6, bias=False)

    def forward(self, x):
        return self.out(self.gru(self.table(x))[0])


def record(name, model):
    x = torch.randint(0, 6, (1, STEPS)) if isinstance(model, Words) else torch.randn(1, STEPS, INPUTS)
    with torch.no_grad():
        y = model.eval()(x)
    outputs[name] = {"input": flat(x), "output": flat(y)}


def random_statistics(model):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 1.5)
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)


net = Net()
torch.save(net.state_dict(), "state.pt")
record("state.pt", net)
torch.save(net.state_dict(), "state-legacy.pth", _use_new_zipfile_serialization=False)
record("state-legacy.pth", net)
torch.save(net.state_dict(), "state-protocol4.pt", pickle_protocol=4)
record("state-protocol4.pt", net)
with open("state-pickle.pkl", "wb") as file:
    pickle.dump(net.state_dict(), file)
record("state-pickle.pkl", net)

net = Net(nn.GRU, 1)
optimizer = torch.optim.Adam(net.parameters())
for _ in range(2):
    optimizer.zero_grad()
    net(torch.randn(2, STEPS, INPUTS)).pow(2).mean().backward()
    optimizer.step()
torch.save({
    "epoch": 2, "model_state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "best": torch.tensor(0.5),
    "history": [0.5, 0.25], "arguments": {"hidden": HIDDEN, "device": torch.device("cpu")}}, "checkpoint.pt")
record("checkpoint.pt", net)

first, second = Net(nn.GRU, 1), Net(nn.GRU, 1)
torch.save({"generator": first.state_dict(), "discriminator": {"net": second.state_dict()}}, "two.pt")
record("two.pt", second)

for type_, name in [(torch.float16, "half.pt"), (torch.bfloat16, "bfloat16.pt"), (torch.float64, "double.pt")]:
    net = Net(nn.GRU, 1).to(type_)
    torch.save(net.state_dict(), name)
    record(name, net.float())

# All in one storage, the matrices as views with strides that are none of a matrix of its own.
net = Net(nn.GRU, 1)
state = net.state_dict()
whole = torch.randn(1000)
place = 7
for name, tensor in state.items():
    if tensor.dim() == 2:
        state[name] = whole[place:place + 2 * tensor.numel()].reshape(tensor.shape[1], -1)[:, ::2].t()
        place += 2 * tensor.numel()
    else:
        state[name] = whole[place:place + tensor.numel()]
        place += tensor.numel()
net.load_state_dict(state)
for name in ["views.pt", "views-legacy.pt"]:
    torch.save(state, name, _use_new_zipfile_serialization=name == "views.pt")
    record(name, net)

rich = Rich()
random_statistics(rich)
torch.save(rich, "module.pt")
record("module.pt", rich)
torch.save({"net": nn.DataParallel(rich), "epoch": 3}, "module-legacy.pt", _use_new_zipfile_serialization=False)
record("module-legacy.pt", rich)
words = Words()
torch.save(words, "words.pt")
record("words.pt", words)

net = Net(nn.LSTM, 2).eval()
torch.jit.script(net).save("scripted.pt")
record("scripted.pt", net)
torch.jit.trace(net, torch.randn(1, STEPS, INPUTS)).save("traced.pt")
record("traced.pt", net)
torch.jit.freeze(torch.jit.script(net)).save("frozen.pt")
torch.save(torch.ao.quantization.quantize_dynamic(net, {nn.LSTM, nn.Linear}), "quantized.pt")
torch.save(torch.ao.quantization.quantize_dynamic(net, {nn.Linear}).state_dict(), "quantized-state.pt")
torch.save(torch.randn(3, 4), "tensor.pt")
torch.save([parameter for parameter in net.parameters()], "list.pt")
torch.save(optimizer.state_dict(), "optimizer.pt")
json.dump(outputs, open("outputs.json", "w"))
