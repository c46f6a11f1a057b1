"""Writes the Keras files of this folder with h5py, in the layouts that Keras 2 and Keras 3 write, with random weights,
and outputs.json with what the formulas of Keras's documentation give. Needs h5py and numpy; run it in this folder."""
import io
import json
import zipfile

import h5py
import numpy as np

rng = np.random.default_rng(7)
sigmoid = lambda a: 1 / (1 + np.exp(-a))


def weights(*shape):
    return rng.uniform(-0.5, 0.5, shape).astype(np.float32)


def recurrent(kind, arrays, x, reset_after=True, activation=np.tanh):
    kernel, inner = arrays[0].astype(float), arrays[1].astype(float)
    units = inner.shape[0]
    bias = arrays[2].astype(float) if len(arrays) > 2 else np.zeros(kernel.shape[1])
    h, c, rows = np.zeros(units), np.zeros(units), []
    for row in x:
        if kind == "SimpleRNN":
            h = activation(row @ kernel + h @ inner + bias)
        elif kind == "LSTM":
            i, f, g, o = np.split(row @ kernel + h @ inner + bias, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
        elif reset_after:
            a = np.split(row @ kernel + (bias[0] if bias.ndim == 2 else bias), 3)
            b = np.split(h @ inner + (bias[1] if bias.ndim == 2 else 0), 3)
            z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
            h = z * h + (1 - z) * activation(a[2] + r * b[2])
        else:
            a = np.split(row @ kernel + bias, 3)
            z, r = (sigmoid(a[k] + h @ inner[:, k * units:(k + 1) * units]) for k in (0, 1))
            h = z * h + (1 - z) * activation(a[2] + (r * h) @ inner[:, 2 * units:])
        rows.append(h)
    return np.array(rows)


def softmax(a):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def save_legacy(path, config, layers, names, arrays_as=lambda i, array: {"data": array}, version="2.15.0", **options):
    """Keras 2's .h5: attributes with lists of names, a group for each layer. Without a configuration weights alone."""
    with h5py.File(path, "w", **options) as f:
        f.attrs["keras_version"] = version
        f.attrs["backend"] = "tensorflow"
        if config is not None:
            f.attrs["model_config"] = json.dumps(config)
        group = f.create_group("model_weights") if config is not None else f
        group.attrs["layer_names"] = [name.encode() for name in layers]
        for name, arrays in layers.items():
            layer = group.create_group(name)
            paths = [f"{name}/{part}:0" for part in names.get(name, [])]
            layer.attrs["weight_names"] = [p.encode() for p in paths]
            for i, (p, array) in enumerate(zip(paths, arrays)):
                layer.create_dataset(p, **arrays_as(i, array))


def save_three(path, config, groups, version="3.4.1", border="/"):
    """Keras 3's .keras: a zip of JSON and an HDF5 file with numbered arrays. Without a configuration that file alone."""
    content = io.BytesIO()
    with h5py.File(content, "w") as f:
        for name, arrays in groups.items():
            variables = f.create_group(f"layers/{name}".replace("/", border)).create_group("vars")
            for i, array in enumerate(arrays):
                variables.create_dataset(str(i), data=array)
                if array.dtype.kind == "V":
                    variables[str(i)].attrs["dtype"] = "bfloat16"
    if config is None:
        with open(path, "wb") as f:
            f.write(content.getvalue())
        return
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"keras_version": version}))
        z.writestr(zipfile.ZipInfo("config.json"), json.dumps(config))
        z.writestr(zipfile.ZipInfo("model.weights.h5"), content.getvalue())


outputs = {}
x = np.sin(np.arange(1, 19)).astype(np.float32).reshape(6, 3)


def record(path, y):
    outputs[path] = {"input": [float(v) for v in x.ravel()], "output": [float(v) for v in np.array(y).ravel()]}


def layer(kind, name, **config):
    return {"class_name": kind, "config": {"name": name, **config}}


# GRU with both biases, dropout, dense with its activation: a value for every step.
gru = [weights(3, 15), weights(5, 15), weights(2, 15)]
dense = [weights(5, 2), weights(2)]
save_legacy("sequential.h5", {"class_name": "Sequential", "config": {"name": "s", "layers": [
    layer("InputLayer", "input_1", batch_input_shape=[None, None, 3]),
    layer("GRU", "gru", units=5, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=True, reset_after=True),
    layer("Dropout", "dropout", rate=0.5),
    layer("TimeDistributed", "time_distributed", layer=layer("Dense", "dense", units=2, activation="sigmoid", use_bias=True))]}},
    {"input_1": [], "gru": gru, "dropout": [], "time_distributed": dense},
    {"gru": ["gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"], "time_distributed": ["kernel", "bias"]})
record("sequential.h5", sigmoid(recurrent("GRU", gru, x.astype(float)) @ dense[0] + dense[1]))

# A functional chain: both directions, batch normalisation, an activation of its own; the last output alone.
both = [weights(3, 16), weights(4, 16), weights(16), weights(3, 16), weights(4, 16), weights(16)]
norm = [weights(8) + 1, weights(8), weights(8), np.abs(weights(8)) + 0.5]
head = [weights(8, 3)]
node = lambda name: [[[name, 0, 0, {}]]]
functional = [
    dict(layer("InputLayer", "input_1", batch_input_shape=[None, None, 3]), name="input_1", inbound_nodes=[]),
    dict(layer("Dense", "head", units=3, activation="linear", use_bias=False), name="head", inbound_nodes=node("batch_normalization")),
    dict(layer("Bidirectional", "bidirectional", merge_mode="concat", layer=layer(
        "LSTM", "lstm", units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=False)),
        name="bidirectional", inbound_nodes=node("input_1")),
    dict(layer("BatchNormalization", "batch_normalization", axis=[1], epsilon=0.001, scale=True, center=True),
         name="batch_normalization", inbound_nodes=node("bidirectional")),
    dict(layer("Softmax", "softmax", axis=-1), name="softmax", inbound_nodes=node("head"))]
save_legacy("functional.h5", {"class_name": "Functional", "config": {"name": "f", "layers": functional}},
            {"input_1": [], "bidirectional": both, "batch_normalization": norm, "head": head, "softmax": []},
            {"bidirectional": [f"{d}_lstm/lstm_cell/{w}" for d in ("forward", "backward") for w in ("kernel", "recurrent_kernel", "bias")],
             "batch_normalization": ["gamma", "beta", "moving_mean", "moving_variance"], "head": ["kernel"]})
last = np.concatenate([recurrent("LSTM", both[:3], x.astype(float))[-1], recurrent("LSTM", both[3:], x[::-1].astype(float))[-1]])
normed = (last - norm[2]) / np.sqrt(norm[3] + 0.001) * norm[0] + norm[1]
record("functional.h5", softmax(normed @ head[0]))

# Keras 3: layers counted by their class, a reset gate before the product, a plain layer with ReLU.
first = [weights(3, 12), weights(4, 12), weights(12)]
second = [weights(4, 5), weights(5, 5), weights(5)]
one, two = [weights(5, 4), weights(4)], [weights(4, 2), weights(2)]
tensor = lambda name: [{"args": [{
    "class_name": "__keras_tensor__", "config": {"shape": [None, None, 3], "dtype": "float32", "keras_history": [name, 0, 0]}}], "kwargs": {}}]
three = [
    dict(layer("InputLayer", "input_layer", batch_shape=[None, None, 3]), name="input_layer", inbound_nodes=[]),
    dict(layer("GRU", "my_gru", units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=True, reset_after=False),
         name="my_gru", inbound_nodes=tensor("input_layer")),
    dict(layer("SimpleRNN", "my_rnn", units=5, activation="relu", use_bias=True, return_sequences=False), name="my_rnn", inbound_nodes=tensor("my_gru")),
    dict(layer("Dense", "hidden", units=4, activation="elu", use_bias=True), name="hidden", inbound_nodes=tensor("my_rnn")),
    dict(layer("Dense", "out", units=2, activation="linear", use_bias=True), name="out", inbound_nodes=tensor("hidden"))]
save_three("functional.keras", {"module": "keras.src.models.functional", "class_name": "Functional", "config": {"name": "k", "layers": three}},
           {"gru/cell": first, "simple_rnn/cell": second, "dense": one, "dense_1": two})
states = recurrent("GRU", first, x.astype(float), reset_after=False)
states = recurrent("SimpleRNN", second, states, activation=lambda a: np.maximum(a, 0))[-1]
states = states @ one[0] + one[1]
states = np.where(states > 0, states, np.exp(states) - 1)
record("functional.keras", states @ two[0] + two[1])

# Keras 3, characters: an embedding, both directions with their steps, pooling.
table = [weights(4, 3)]
directions = [weights(3, 12), weights(4, 12), weights(2, 12)], [weights(3, 12), weights(4, 12), weights(2, 12)]
out = [weights(8, 3), weights(3)]
save_three("characters.keras", {"module": "keras", "class_name": "Sequential", "config": {"name": "c", "layers": [
    layer("InputLayer", "input_layer", batch_shape=[None, None]),
    layer("Embedding", "embedding", input_dim=4, output_dim=3, mask_zero=False),
    layer("Bidirectional", "bidirectional", merge_mode="concat", layer=layer(
        "GRU", "gru", units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=True, reset_after=True)),
    layer("GlobalMaxPooling1D", "global_max_pooling1d"),
    layer("Dense", "dense", units=3, activation="softmax", use_bias=True)]}},
    {"embedding": table, "bidirectional/forward_layer/cell": directions[0], "bidirectional/backward_layer/cell": directions[1], "dense": out})
tokens = [0, 3, 1, 2, 2, 0]
rows = table[0][tokens].astype(float)
steps = np.concatenate([recurrent("GRU", directions[0], rows), recurrent("GRU", directions[1], rows[::-1])[::-1]], axis=1)
outputs["characters.keras"] = {"tokens": tokens, "output": [float(v) for v in softmax(steps.max(axis=0) @ out[0] + out[1])]}

# What is rarer: input scaling, a cell in RNN, the mean of both directions, a mask; in HDF5's newer form.
scale = [weights(3), np.abs(weights(3)) + 0.5, np.array(6, dtype=np.int64)]
cell = [weights(3, 12), weights(4, 12), weights(2, 12)]
pair = [weights(4, 12), weights(3, 12), weights(12), weights(4, 12), weights(3, 12), weights(12)]
last_layer = [weights(3, 2), weights(2)]
save_legacy("rare.h5", {"class_name": "Sequential", "config": {"name": "r", "layers": [
    layer("InputLayer", "input_1", batch_input_shape=[1, None, 3]),
    layer("Rescaling", "rescaling", scale=0.5, offset=-0.25),
    layer("Normalization", "normalization", axis=[-1]),
    layer("Masking", "masking", mask_value=0.0),
    layer("RNN", "rnn", return_sequences=True, stateful=True, cell=layer(
        "GRUCell", "gru_cell", units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, reset_after=True)),
    layer("Bidirectional", "bidirectional", merge_mode="ave", layer=layer(
        "LSTM", "lstm", units=3, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=False)),
    layer("Flatten", "flatten"),
    layer("Dense", "dense", units=2, activation="tanh", use_bias=True)]}},
    {"input_1": [], "rescaling": [], "normalization": scale, "masking": [], "rnn": cell, "bidirectional": pair, "flatten": [], "dense": last_layer},
    {"normalization": ["mean", "variance", "count"], "rnn": ["gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"],
     "bidirectional": [f"{d}_lstm/lstm_cell/{w}" for d in ("forward", "backward") for w in ("kernel", "recurrent_kernel", "bias")],
     "dense": ["kernel", "bias"]},
    libver="latest")
states = recurrent("GRU", cell, (x.astype(float) * 0.5 - 0.25 - scale[0]) / np.sqrt(scale[1]))
states = (recurrent("LSTM", pair[:3], states)[-1] + recurrent("LSTM", pair[3:], states[::-1])[-1]) / 2
record("rare.h5", np.tanh(states @ last_layer[0] + last_layer[1]))

# As sequential.h5, with the arrays in chunks: packed, shuffled, with checksums; chunks that stand over the edge; half precision.
def chunked(i, array):
    if array.ndim == 1:
        return {"data": array, "chunks": (2,), "maxshape": (None,), "fletcher32": True}
    return [
        {"data": array, "chunks": (2, 4), "maxshape": (None, None), "compression": "gzip", "shuffle": True, "fletcher32": True},
        {"data": array, "chunks": (2, 7), "maxshape": (None, 15), "fletcher32": True},
        {"data": array.astype(np.float64), "chunks": (1, 8), "compression": "gzip", "compression_opts": 9}][i % 3]


chunk_names = {"gru": ["gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"], "time_distributed": ["kernel", "bias"]}
chunk_model = {"class_name": "Sequential", "config": [
    layer("GRU", "gru", units=5, activation="tanh", recurrent_activation="sigmoid", use_bias=True, return_sequences=True, reset_after=True,
          batch_input_shape=[None, None, 3]),
    layer("TimeDistributed", "time_distributed", layer=layer("Dense", "dense", units=2, activation="sigmoid", use_bias=True))]}
chunk_layers = {"gru": gru, "time_distributed": dense}
save_legacy("chunked.h5", chunk_model, chunk_layers, chunk_names, chunked, version="2.1.6")
outputs["chunked.h5"] = outputs["sequential.h5"]
save_legacy("chunked_latest.h5", chunk_model, chunk_layers, chunk_names,
            lambda i, array: {"data": array, "chunks": array.shape, "compression": "gzip", "shuffle": True, "fletcher32": True}, libver="latest")
outputs["chunked_latest.h5"] = outputs["sequential.h5"]
half = lambda array: array.astype(np.float16)
save_legacy("half.h5", chunk_model, chunk_layers, chunk_names, lambda i, array: {"data": half(array), "dtype": ">f2" if i == 1 else "<f2"})
wide = [half(a).astype(float) for a in gru]
record("half.h5", sigmoid(recurrent("GRU", wide, x.astype(float)) @ half(dense[0]) + half(dense[1])))

# Weights alone, with the configuration beside them and without.
save_legacy("weights.h5", None, {"gru": gru, "dropout": [], "time_distributed": dense}, chunk_names)
outputs["weights.h5"] = outputs["sequential.h5"]
deep = [[weights(3, 16), weights(4, 16), weights(16)], [weights(4, 20), weights(5, 20), weights(20)]]
tail = [weights(5, 3), weights(3)], [weights(3, 2), weights(2)]
save_three("told.weights.h5", None, {"lstm/cell": deep[0], "lstm_1/cell": deep[1], "dense": tail[0], "dense_1": tail[1]})
relu = lambda a: np.maximum(a, 0)
record("told.weights.h5", relu(recurrent("LSTM", deep[1], recurrent("LSTM", deep[0], x.astype(float)))[-1] @ tail[0][0] + tail[0][1]) @ tail[1][0] + tail[1][1])
save_three("beside.weights.h5", None, {"lstm/cell": deep[0], "lstm_1/cell": deep[1], "dense": tail[0], "dense_1": tail[1]})
with open("beside.json", "w") as f:
    json.dump({"class_name": "Sequential", "keras_version": "3.4.1", "config": {"name": "s", "layers": [
        layer("LSTM", "a", units=4, return_sequences=True, batch_input_shape=[None, None, 3]), layer("LSTM", "b", units=5),
        layer("Dense", "c", units=3, activation="softplus"), layer("Dense", "d", units=2)]}}, f)
record("beside.weights.h5", np.log1p(np.exp(
    recurrent("LSTM", deep[1], recurrent("LSTM", deep[0], x.astype(float)))[-1] @ tail[0][0] + tail[0][1])) @ tail[1][0] + tail[1][1])

# Keras 2.13 on Windows, weights in bfloat16.
short = lambda array: (array.view(np.uint32) >> 16).astype(np.uint16)
rounded = lambda array: (array.view(np.uint32) & 0xffff0000).astype(np.uint32).view(np.float32).astype(float)
save_three("windows.keras", {"class_name": "Sequential", "config": {"name": "w", "layers": [
    layer("InputLayer", "input_layer", batch_shape=[None, None, 3]),
    layer("LSTM", "lstm", units=4, return_sequences=True), layer("LSTM", "lstm_1", units=5), layer("Dense", "dense", units=3)]}},
    {"lstm/cell": deep[0], "lstm_1/cell": [short(a).view("V2") for a in deep[1]], "dense": tail[0]}, version="2.13.1", border="\\")
record("windows.keras", recurrent("LSTM", [rounded(a) for a in deep[1]], recurrent("LSTM", deep[0], x.astype(float)))[-1] @ tail[0][0] + tail[0][1])

# A functional model with branches, a residual connection, a model inside that is called twice, and two outputs; in both forms.
gate = [weights(3, 4), weights(4)]
one_way, other_way = [weights(4, 12), weights(4, 12), weights(2, 12)], [weights(4, 12), weights(4, 12), weights(2, 12)]
ln = [weights(4) + 1, weights(4)]
inner = [weights(4, 4), weights(4)]
heads = [weights(8, 2), weights(2)], [weights(8, 1), weights(1)]


def branches(is_three):
    ref = lambda name, call=0, output=0: (
        {"class_name": "__keras_tensor__", "config": {"shape": [None, None, 4], "dtype": "float32", "keras_history": [name, call, output]}}
        if is_three else [name, call, output, {}])
    node = lambda *refs: {"args": [refs[0] if len(refs) == 1 else list(refs)], "kwargs": {}} if is_three else list(refs)
    named = lambda one, *nodes: dict(one, name=one["config"]["name"], inbound_nodes=list(nodes))
    gru_layer = lambda name, **more: layer("GRU", name, units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, reset_after=True, **more)
    ins = lambda name: dict(
        layer("InputLayer", name, **{"batch_shape" if is_three else "batch_input_shape": [None, None, 4 if name == "inner_in" else 3]}),
        name=name, inbound_nodes=[])
    model = {"class_name": "Functional", "config": {
        "name": "inner_model", "input_layers": [["inner_in", 0, 0]], "output_layers": [["inner_act", 0, 0]], "layers": [
            ins("inner_in"), named(layer("Dense", "inner_dense", units=4, activation="linear", use_bias=True), node(ref("inner_in"))),
            named(layer("LeakyReLU", "inner_act", negative_slope=0.25), node(ref("inner_dense")))]}}
    first = 0 if is_three else 1
    layers = [
        ins("values"),
        named(layer("Dense", "gate", units=4, activation="tanh", use_bias=True), node(ref("values"))),
        named(layer("LayerNormalization", "norm", axis=[2], epsilon=0.001, center=True, scale=True), node(ref("gate"))),
        named(model, node(ref("norm")), node(ref("residual"))),
        named(layer("Add", "residual"), node(ref("gate"), ref("inner_model", first))),
        named(gru_layer("forward", return_sequences=False, go_backwards=False), node(ref("inner_model", first + 1))),
        named(gru_layer("backward", return_sequences=False, go_backwards=True), node(ref("residual"))),
        named(layer("Concatenate", "joined", axis=-1), node(ref("forward"), ref("backward"))),
        named(layer("Dense", "kind", units=2, activation="softmax", use_bias=True), node(ref("joined"))),
        named(layer("Dense", "score", units=1, activation="sigmoid", use_bias=True), node(ref("joined")))]
    return {"class_name": "Functional", "config": {
        "name": "f", "layers": layers, "input_layers": [["values", 0, 0]], "output_layers": [["kind", 0, 0], ["score", 0, 0]]}}


save_three("branches.keras", branches(True), {
    "dense": gate, "layer_normalization": ln, "functional/layers/dense": inner, "gru/cell": one_way, "gru_1/cell": other_way,
    "dense_1": heads[0], "dense_2": heads[1]})
cell = ["gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"]
save_legacy("branches.h5", branches(False),
            {"values": [], "gate": gate, "norm": ln, "inner_model": inner, "residual": [], "forward": one_way, "backward": other_way, "joined": [],
             "kind": heads[0], "score": heads[1]},
            {"gate": ["kernel", "bias"], "norm": ["gamma", "beta"], "inner_model": ["inner_dense/kernel", "inner_dense/bias"],
             "forward": cell, "backward": cell, "kind": ["kernel", "bias"], "score": ["kernel", "bias"]})
gated = np.tanh(x.astype(float) @ gate[0] + gate[1])
normal = (gated - gated.mean(axis=1, keepdims=True)) / np.sqrt(gated.var(axis=1, keepdims=True) + 0.001) * ln[0] + ln[1]
within = lambda a: (lambda s: np.where(s > 0, s, 0.25 * s))(a @ inner[0] + inner[1])
residual = gated + within(normal)
ends = np.concatenate([recurrent("GRU", one_way, within(residual))[-1], recurrent("GRU", other_way, residual[::-1])[-1]])
both_heads = np.concatenate([softmax(ends @ heads[0][0] + heads[0][1]), sigmoid(ends @ heads[1][0] + heads[1][1])])
record("branches.keras", both_heads)
record("branches.h5", both_heads)

with open("outputs.json", "w") as f:
    json.dump(outputs, f, indent=1)
    f.write("\n")
