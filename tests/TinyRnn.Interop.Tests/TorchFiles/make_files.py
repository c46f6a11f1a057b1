"""Writes the ONNX files of this folder with the exporter of PyTorch 1.13 (Debian's python3-torch), with random weights, and outputs.json with an
input of each and what PyTorch gives: rows of a sequence, one after another. Needs torch; run it in this folder."""
import json
import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(0)
STEPS, INPUTS, HIDDEN, OUTPUTS = 6, 3, 4, 2
MODULES = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
outputs = {}


def flat(tensor):
    return [float(value) for value in tensor.reshape(-1)]


def export(name, model, arguments, inputs, results, axes, opset, run):
    torch.onnx.export(model, arguments, name + ".onnx", input_names=inputs, output_names=results, dynamic_axes=axes, opset_version=opset)
    with torch.no_grad():
        x, y = run()
    outputs[name + ".onnx"] = {"input": flat(x), "output": flat(y)}


class Model(nn.Module):
    def __init__(self, rnn, head, function):
        super().__init__()
        self.rnn, self.head, self.function = rnn, head, function

    def forward(self, x):
        return self.function(self, x)


def sequence(name, rnn, head, function, batch_first=True, is_open=True, opset=13):
    """A model over sequences; with open sizes of batch and time or fixed ones."""
    model = Model(rnn, head, function).eval()
    x = torch.randn(1, STEPS, INPUTS) if batch_first else torch.randn(STEPS, 1, INPUTS)
    axes = {"x": {0: "batch", 1: "time"} if batch_first else {0: "time", 1: "batch"}} if is_open else None
    export(name, model, (x,), ["x"], ["y"], axes, opset, lambda: (x, model(x)))


def hidden(result):
    return result[1][0] if isinstance(result[1], tuple) else result[1]


def zeros(self, x):
    state = torch.zeros(1, x.size(0), HIDDEN)
    return self.head(self.rnn(x, (state, state) if isinstance(self.rnn, nn.LSTM) else state)[0])


for kind, module in MODULES.items():
    for batch_first in (True, False):
        for opset in (9, 16):
            sequence(f"{kind}-last-{'batch' if batch_first else 'time'}-first-opset{opset}",
                     module(INPUTS, HIDDEN, 2, batch_first=batch_first), nn.Linear(HIDDEN, OUTPUTS),
                     (lambda self, x: self.head(self.rnn(x)[0][:, -1])) if batch_first else (lambda self, x: self.head(self.rnn(x)[0][-1])),
                     batch_first, True, opset)

HEADS = {
    "both-directions": (2, True, lambda self, x: torch.sigmoid(self.head(self.rnn(x)[0]))),
    "both-last-states": (2, True, lambda self, x: self.head(torch.cat((hidden(self.rnn(x))[-2], hidden(self.rnn(x))[-1]), 1))),
    "last-state": (2, False, lambda self, x: torch.log_softmax(self.head(hidden(self.rnn(x))[-1]), -1)),
    "zero-state": (1, False, zeros),
    "flipped": (1, False, lambda self, x: self.head(torch.flip(self.rnn(torch.flip(x, [1]))[0], [1]))),
    "mean": (1, False, lambda self, x: self.head(self.rnn(x)[0].mean(1))),
    "max": (1, False, lambda self, x: self.head(self.rnn(x)[0].max(1)[0])),
    "reshaped": (1, False, lambda self, x: self.head(self.rnn(x)[0].reshape(-1, HIDDEN)).view(x.size(0), -1, OUTPUTS)),
    "squeezed": (1, False, lambda self, x: self.head(hidden(self.rnn(x)).squeeze())),
}
for i, (name, (levels, is_both, function)) in enumerate(HEADS.items()):
    for is_open in (True, False):
        kind = list(MODULES)[(i + is_open) % 3]
        sequence(f"{kind}-{name}-{'open' if is_open else 'fixed'}", MODULES[kind](INPUTS, HIDDEN, levels, batch_first=True, bidirectional=is_both),
                 nn.Linear(HIDDEN * (2 if is_both else 1), OUTPUTS), function, True, is_open)

sequence("gru-normalised", nn.GRU(INPUTS, HIDDEN, batch_first=True),
         nn.Sequential(nn.Linear(HIDDEN, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.2), nn.Linear(5, OUTPUTS), nn.Softmax(dim=1)),
         lambda self, x: self.head(self.rnn(x)[0][:, -1]))
sequence("lstm-residual", nn.LSTM(INPUTS, HIDDEN, batch_first=True), nn.Linear(HIDDEN, INPUTS), lambda self, x: x + self.head(self.rnn(x)[0]))


# A series without an axis of values, all sizes open.
series = Model(nn.GRU(1, HIDDEN, batch_first=True), nn.Linear(HIDDEN, 1), lambda self, x: self.head(self.rnn(x.unsqueeze(-1))[0][:, -1])).eval()
values = torch.randn(1, STEPS)
export("gru-series", series, (values,), ["x"], ["y"], {"x": {0: "batch", 1: "time"}}, 13, lambda: (values, series(values)))


class WrittenGru(nn.Module):
    def __init__(self):
        super().__init__()
        self.ih, self.hh = nn.Linear(INPUTS, 3 * HIDDEN), nn.Linear(HIDDEN, 3 * HIDDEN)

    def forward(self, x, h):
        a, b = self.ih(x).chunk(3, 1), self.hh(h).chunk(3, 1)
        r, z = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
        n = torch.tanh(a[2] + r * b[2])
        return n + z * (h - n)


class WrittenLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.gates = nn.Linear(INPUTS + HIDDEN, 4 * HIDDEN)

    def forward(self, x, state):
        h, c = state
        i, f, g, o = torch.split(self.gates(torch.cat([x, h], 1)), HIDDEN, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class Step(nn.Module):
    def __init__(self, cell, states):
        super().__init__()
        self.cell, self.head, self.states = cell, nn.Linear(HIDDEN, OUTPUTS), states

    def forward(self, x, *state):
        result = self.cell(x, state[0] if self.states == 1 else state)
        result = result if isinstance(result, tuple) else (result,)
        return (self.head(result[0]),) + result


def steps(model, states, shape=(1, INPUTS)):
    """Runs a graph of one step over a sequence."""
    xs, ys = [torch.randn(*shape) for _ in range(STEPS)], []
    for x in xs:
        y, *states = model(x, *states)
        ys.append(y)
    return torch.stack(xs), torch.stack(ys)


CELLS = {
    "rnn-cell": (nn.RNNCell, 1), "gru-cell": (nn.GRUCell, 1), "lstm-cell": (nn.LSTMCell, 2),
    "gru-written": (lambda *_: WrittenGru(), 1), "lstm-written": (lambda *_: WrittenLstm(), 2)}
for name, (cell, count) in CELLS.items():
    model = Step(cell(INPUTS, HIDDEN), count).eval()
    state = tuple(torch.zeros(1, HIDDEN) for _ in range(count))
    export(name, model, (torch.randn(1, INPUTS),) + state, ["x"] + [f"h{i}" for i in range(count)], ["y"] + [f"n{i}" for i in range(count)],
           None, 13, lambda: steps(model, state))


class Loop(nn.Module):
    def __init__(self, is_last):
        super().__init__()
        self.cell, self.head, self.is_last = WrittenGru(), nn.Linear(HIDDEN, OUTPUTS), is_last

    def forward(self, x):
        h = torch.zeros(x.size(1), 4)
        ys = []
        for t in range(x.size(0)):
            h = self.cell(x[t], h)
            ys.append(self.head(h))
        return self.head(h) if self.is_last else torch.stack(ys)


class Tutorial(nn.Module):
    def __init__(self):
        super().__init__()
        self.i2h, self.i2o = nn.Linear(INPUTS + HIDDEN, HIDDEN), nn.Linear(INPUTS + HIDDEN, OUTPUTS)

    def forward(self, x, h):
        both = torch.cat((x, h), 1)
        return torch.log_softmax(self.i2o(both), 1), self.i2h(both)


class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.head = nn.LSTMCell(INPUTS, HIDDEN), nn.LSTMCell(HIDDEN, HIDDEN), nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x, h, c):
        h0, c0 = self.a(x, (h[0], c[0]))
        h1, c1 = self.b(h0, (h[1], c[1]))
        return self.head(h1), torch.stack((h0, h1)), torch.stack((c0, c1))


class GruStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn, self.head = nn.GRU(INPUTS, HIDDEN, 2, batch_first=True), nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, x, h):
        y, h = self.rnn(x, h)
        return self.head(y[:, -1]), h


x = torch.randn(STEPS, 1, INPUTS)
loop = Loop(False).eval()
export("loop-scripted", torch.jit.script(loop), (x,), ["x"], ["y"], {"x": {0: "time", 1: "batch"}}, 13, lambda: (x, loop(x)))
tutorial, stack, step = Tutorial().eval(), Stack().eval(), GruStep().eval()
export("tutorial", tutorial, (x[0], torch.zeros(1, HIDDEN)), ["x", "h"], ["y", "next"], None, 13, lambda: steps(tutorial, [torch.zeros(1, HIDDEN)]))
levels = [torch.zeros(2, 1, HIDDEN), torch.zeros(2, 1, HIDDEN)]
export("stacked-cells", stack, (x[0], *levels), ["x", "h", "c"], ["y", "hn", "cn"], {"x": {0: "b"}, "h": {1: "b"}, "c": {1: "b"}}, 13,
       lambda: steps(stack, levels))
export("gru-step", step, (x[:1], levels[0]), ["x", "h"], ["y", "next"], None, 13, lambda: steps(step, levels[:1], (1, 1, INPUTS)))

with open("outputs.json", "w") as f:
    json.dump(outputs, f, indent=1)
    f.write("\n")
