#!/usr/bin/env bash
# TensorFlow.js: hard_sigmoid in a model's configuration is 0.2 x + 0.5, limited to 0 and 1. That is the formula of Keras up to version 2; Keras 3 writes the
# same word for x / 6 + 0.5. So the same configuration means other numbers by what wrote it, and an LSTM of Keras 3 with hard gates loads and is off without a
# word. Keras 3's silu is refused, though the same function loads as swish.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project @tensorflow/tfjs@4.22.0
cat > check.mjs <<'JS'
import * as tf from '@tensorflow/tfjs';

console.log('@tensorflow/tfjs', tf.version.tfjs);
await tf.setBackend('cpu');
const of = async (word, x) => {
  const layers = [{ class_name: 'Activation', config: { name: 'activation', activation: word, batch_input_shape: [null, 1] } }];
  const model = await tf.models.modelFromJSON({ class_name: 'Sequential', config: { name: 'model', layers } });
  return model.predict(tf.tensor2d([[x]])).dataSync()[0];
};

let silu = 'loads';
try {
  await of('silu', 1);
} catch (error) {
  silu = 'refused';
}

const hard = await of('hard_sigmoid', 1);
console.log('hard_sigmoid of 1:', hard.toFixed(6), ' 0.2 x + 0.5 is 0.700000, x / 6 + 0.5 is 0.666667');
console.log('swish of 1:', (await of('swish', 1)).toFixed(6), ' silu:', silu);
const holds = Math.abs(hard - 0.7) < 1e-5 && silu === 'refused';
console.log(holds ? 'hard_sigmoid is that of Keras 2, silu is unknown' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs 2> /dev/null
