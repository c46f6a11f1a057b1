#!/usr/bin/env bash
# ONNX Runtime: a NaN in the input of a GRU or an LSTM with a bias comes out as finite numbers, and the states after it look sound. Without a bias, and in an
# RNN, it comes out as NaN. A caller who watches outputs for NaN sees nothing of a broken sensor.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project onnxruntime-node@1.30.0
cat > check.mjs <<'JS'
import { model, node, tensor } from './onnx.mjs';
import { floats, run } from './onnxruntime.mjs';

const hidden = 2;
const outputs = async (kind, gates, bias) => {
  const stored = [
    tensor('W', [1, gates * hidden, 1], Array(gates * hidden).fill(0.5)),
    tensor('R', [1, gates * hidden, hidden], Array(gates * hidden * hidden).fill(0.25))];
  if (bias) stored.push(tensor('B', [1, 2 * gates * hidden], Array(2 * gates * hidden).fill(0.1)));
  const bytes = model(
    [node(kind, ['x', 'W', 'R', ...(bias ? ['B'] : [])], ['y', 'h'], { hidden_size: hidden })], stored,
    [['x', 'float32', ['time', 1, 1]]], [['y', 'float32', ['time', 1, 1, hidden]]]);
  return [...(await run(bytes, { x: floats([3, 1, 1], [0.5, NaN, 0.5]) })).y.data];
};

let holds = true;
for (const [kind, gates] of [['RNN', 1], ['GRU', 3], ['LSTM', 4]]) {
  for (const bias of [false, true]) {
    const after = (await outputs(kind, gates, bias)).slice(hidden);
    console.log(kind, bias ? 'with a bias:   ' : 'without a bias:', after.map(value => value.toFixed(4)).join(' '));
    holds &&= after.every(Number.isFinite) === (bias && kind !== 'RNN');
  }
}

console.log(holds ? 'steps 2 and 3 of GRU and LSTM with a bias are finite after a NaN' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
