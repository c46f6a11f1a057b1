#!/usr/bin/env bash
# TensorFlow.js: the GRU that Keras makes by default, with the reset gate after the product (reset_after), is refused on loading; the older form loads. A model
# with tf.keras.layers.GRU(n) that was never given an option cannot be taken to the browser as a layers model.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project @tensorflow/tfjs@4.22.0
cat > check.mjs <<'JS'
import * as tf from '@tensorflow/tfjs';

console.log('@tensorflow/tfjs', tf.version.tfjs);
await tf.setBackend('cpu');
const load = async resetAfter => {
  const gru = {
    name: 'gru', units: 2, activation: 'tanh', recurrent_activation: 'sigmoid', use_bias: true, reset_after: resetAfter,
    batch_input_shape: [null, 3, 1] };
  try {
    const model = await tf.models.modelFromJSON({ class_name: 'Sequential', config: { name: 'model', layers: [{ class_name: 'GRU', config: gru }] } });
    return 'loads, with weights ' + model.weights.map(weight => '[' + weight.shape.join(', ') + ']').join(' ');
  } catch (error) {
    return 'refused: ' + error.message;
  }
};

const [after, before] = [await load(true), await load(false)];
console.log('reset_after true: ', after);
console.log('reset_after false:', before);
const holds = after.startsWith('refused') && before.startsWith('loads');
console.log(holds ? 'the default form of Keras is refused' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs 2> /dev/null
