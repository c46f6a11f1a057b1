#!/usr/bin/env bash
# ONNX Runtime: an activation inside a recurrent node does not have the default parameters of the operator of its name. ThresholdedRelu has alpha 1 as an
# operator and 0 in an RNN; Affine and ScaledTanh, whose parameters a cell may leave out, are 0 everywhere, so that such a cell is silent.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project onnxruntime-node@1.30.0
cat > check.mjs <<'JS'
import { model, node, tensor } from './onnx.mjs';
import { floats, run } from './onnxruntime.mjs';

const cell = async kind => {
  const bytes = model(
    [node('RNN', ['x', 'W', 'R'], ['y', 'h'], { hidden_size: 1, activations: [kind] })], [tensor('W', [1, 1, 1], [1]), tensor('R', [1, 1, 1], [0])],
    [['x', 'float32', [1, 1, 1]]], [['h', 'float32', [1, 1, 1]]]);
  return (await run(bytes, { x: floats([1, 1, 1], [0.5]) })).h.data[0];
};
const operator = async kind => (await run(
  model([node(kind, ['x'], ['y'])], [], [['x', 'float32', [1]]], [['y', 'float32', [1]]]), { x: floats([1], [0.5]) })).y.data[0];

const inside = await cell('ThresholdedRelu');
const outside = await operator('ThresholdedRelu');
const affine = await cell('Affine');
const tanh = await cell('ScaledTanh');
console.log('of 0.5: ThresholdedRelu as an operator', outside, ', in an RNN', inside, '; in an RNN Affine', affine, ', ScaledTanh', tanh);
const holds = outside === 0 && inside === 0.5 && affine === 0 && tanh === 0;
console.log(holds ? 'parameters that are left out mean something else inside of a cell' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
