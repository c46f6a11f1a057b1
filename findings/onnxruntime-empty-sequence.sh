#!/usr/bin/env bash
# ONNX Runtime: of a sequence of length 0 in a batch, the final state Y_h of a GRU is zero, although an initial state was given. No step changed that state,
# so one would expect it back: a stream that has nothing new in this batch loses what it knew.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project onnxruntime-node@1.30.0
cat > check.mjs <<'JS'
import ort from 'onnxruntime-node';
import { model, node, tensor } from './onnx.mjs';
import { floats, run } from './onnxruntime.mjs';

const hidden = 2;
const bytes = model(
  [node('GRU', ['x', 'W', 'R', '', 'lengths', 'before'], ['y', 'after'], { hidden_size: hidden })],
  [tensor('W', [1, 3 * hidden, 1], Array(3 * hidden).fill(0.5)), tensor('R', [1, 3 * hidden, hidden], Array(3 * hidden * hidden).fill(0.25))],
  [['x', 'float32', ['time', 2, 1]], ['lengths', 'int32', [2]], ['before', 'float32', [1, 2, hidden]]], [['after', 'float32', [1, 2, hidden]]]);
const before = [0.7, 0.7, 0.7, 0.7];
const { after } = await run(bytes, {
  x: floats([3, 2, 1], Array(6).fill(1)), lengths: new ort.Tensor('int32', Int32Array.from([0, 2]), [2]), before: floats([1, 2, hidden], before) });
console.log('states before', before.join(' '), '  lengths 0 and 2   states after', [...after.data].map(value => value.toFixed(4)).join(' '));
const holds = after.data[0] === 0 && after.data[1] === 0 && after.data[2] !== 0;
console.log(holds ? 'the state of the empty sequence is gone' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
