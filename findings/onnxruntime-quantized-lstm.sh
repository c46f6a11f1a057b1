#!/usr/bin/env bash
# ONNX Runtime: DynamicQuantizeLSTM, what quantize_dynamic makes of an LSTM, takes one scale for the inputs of all steps. So a large value at the last step
# changes the outputs of the first one: run over a recording it is not what the same file gives step by step.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project onnxruntime-node@1.30.0
cat > check.mjs <<'JS'
import { model, node, tensor } from './onnx.mjs';
import { floats, run } from './onnxruntime.mjs';

const hidden = 2;
const codes = count => Array.from({ length: count }, (_, i) => ((i * 37) % 200) - 100);
const bytes = model(
  [node('DynamicQuantizeLSTM', ['x', 'W', 'R', 'B', '', '', '', '', 'ws', 'wz', 'rs', 'rz'], ['y'], { hidden_size: hidden }, 'com.microsoft')],
  [
    tensor('W', [1, 1, 4 * hidden], codes(8), 'int8'), tensor('R', [1, hidden, 4 * hidden], codes(16), 'int8'),
    tensor('B', [1, 8 * hidden], Array(16).fill(0.1)),
    tensor('ws', [1], [0.01]), tensor('wz', [1], [0], 'int8'), tensor('rs', [1], [0.01]), tensor('rz', [1], [0], 'int8'),
  ],
  [['x', 'float32', ['time', 1, 1]]], [['y', 'float32', ['time', 1, 1, hidden]]]);
const first = async last => [...(await run(bytes, { x: floats([3, 1, 1], [0.31, 0.52, last]) })).y.data].slice(0, hidden);
const [quiet, loud] = [await first(0.13), await first(50)];
console.log('first output, where the third input is 0.13:', quiet.join(' '), '; where it is 50:', loud.join(' '));
const holds = quiet.some((value, i) => Math.abs(value - loud[i]) > 1e-3);
console.log(holds ? 'a later input changed an earlier output of a forward LSTM' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
