#!/usr/bin/env bash
# ONNX Runtime: RNN, GRU and LSTM with layout 1 (batch first), which opset 14 brought, are refused when the session is made; the same graph with layout 0
# runs. A converter that keeps PyTorch's batch_first as layout 1 writes valid files that the best known runtime does not load.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project onnxruntime-node@1.30.0
cat > check.mjs <<'JS'
import { model, node, tensor } from './onnx.mjs';
import { floats, run } from './onnxruntime.mjs';

const gates = { RNN: 1, GRU: 3, LSTM: 4 };
let holds = true;
for (const kind of Object.keys(gates)) {
  for (const layout of [0, 1]) {
    const bytes = model(
      [node(kind, ['x', 'W', 'R'], ['y'], { hidden_size: 2, layout })],
      [tensor('W', [1, 2 * gates[kind], 1], Array(2 * gates[kind]).fill(0.5)), tensor('R', [1, 2 * gates[kind], 2], Array(4 * gates[kind]).fill(0.25))],
      [['x', 'float32', [1, 3, 1]]], [['y', 'float32', layout ? [1, 3, 1, 2] : [1, 1, 3, 2]]]);
    let result = 'runs';
    try {
      await run(bytes, { x: floats([1, 3, 1], [1, 1, 1]) });
    } catch (error) {
      result = 'refused: ' + error.message.split(') ').pop().trim().split('.')[0];
    }

    console.log(kind, 'layout', layout, result);
    holds &&= (result === 'runs') === (layout === 0);
  }
}

console.log(holds ? 'layout 1 is refused' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
