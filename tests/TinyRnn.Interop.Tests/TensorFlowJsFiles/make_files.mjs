// Writes the models beside this file and outputs.json, with what TensorFlow.js itself gives for them once it has read the files' bytes again.
// Weights are quantised as TensorFlow.js's converter does. To make them again, in an empty folder with this file:
// npm init --yes; npm install @tensorflow/tfjs@4.22.0; node make_files.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
const folder = process.argv[2];
const outputs = {};
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647 * 2 - 1;

// Random weights; a variance is above 0.
const fill = model => model.setWeights(model.weights.map(weight => {
  const next = () => weight.name.includes('moving_variance') ? 1.5 + random() : random() * 0.8;
  const values = Float32Array.from({ length: weight.shape.reduce((a, b) => a * b, 1) }, next);
  return tf.tensor(values, weight.shape);
}));

// The bits of the nearest number in half precision.
const half = value => {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  return sign + (size < 2 ** -14 ? Math.round(size * 2 ** 24) : ((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024));
};

const code = (values, type) => {
  if (type === 'float16') {
    return { bytes: new Uint8Array(Uint16Array.from(values, half).buffer), quantization: { dtype: type, original_dtype: 'float32' } };
  }
  const Codes = type === 'uint8' ? Uint8Array : Uint16Array;
  const most = type === 'uint8' ? 255 : 65535;
  let [min, max] = [Math.min(...values), Math.max(...values)];
  const scale = min === max ? 1 : (max - min) / most;
  if (min !== max && min <= 0 && max >= 0) {
    min = -Math.round(-min / scale) * scale;
    max = most * scale + min;
  }
  const codes = Codes.from(values, value => Math.round((Math.min(Math.max(value, min), max) - min) / scale));
  return { bytes: new Uint8Array(codes.buffer), quantization: { dtype: type, min, scale, original_dtype: 'float32' } };
};

// type: null for float32; shard: bytes of a file, null for one file as a browser names it; groupOf: the group of a weight by its name.
const same = given => given;
const write = async (name, model, input, { type = null, shard = null, groupOf = () => 0, rename = same, wrap = same } = {}) => {
  fill(model);
  let topology;
  await model.save(tf.io.withSaveHandler(async artifacts => {
    topology = wrap(JSON.parse(JSON.stringify(artifacts.modelTopology)));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }));
  mkdirSync(join(folder, name), { recursive: true });
  const groups = [];
  for (const weight of [...model.trainableWeights, ...model.nonTrainableWeights]) {
    const values = weight.read().dataSync();
    const { bytes, quantization } = type === null ? { bytes: new Uint8Array(Float32Array.from(values).buffer) } : code(values, type);
    const group = groups[groupOf(weight.originalName)] ??= { weights: [], parts: [] };
    group.weights.push({ name: rename(weight.originalName), shape: weight.shape, dtype: 'float32', ...(quantization ? { quantization } : {}) });
    group.parts.push(bytes);
  }
  const all = [];
  const weightsManifest = groups.map((group, index) => {
    const bytes = Buffer.concat(group.parts);
    all.push(bytes);
    const count = shard === null ? 1 : Math.ceil(bytes.length / shard);
    const paths = Array.from({ length: count }, (_, i) => {
      const path = shard === null ? './model.weights.bin' : `group${index + 1}-shard${i + 1}of${count}.bin`;
      writeFileSync(join(folder, name, path), shard === null ? bytes : bytes.subarray(i * shard, (i + 1) * shard));
      return path;
    });
    return { paths, weights: group.weights };
  });
  const file = { format: 'layers-model', generatedBy: 'make_files.mjs', convertedBy: null, modelTopology: topology, weightsManifest };
  writeFileSync(join(folder, name, 'model.json'), JSON.stringify(file));
  const read = Buffer.concat(all);
  const loaded = await tf.loadLayersModel(tf.io.fromMemory({
    modelTopology: topology,
    weightSpecs: weightsManifest.flatMap(group => group.weights),
    weightData: read.buffer.slice(read.byteOffset, read.byteOffset + read.length),
  }));
  const [, steps, size] = loaded.inputs[0].shape;
  const given = tf.tensor(input, size === undefined ? [1, steps] : [1, input.length / size, size]);
  outputs[name] = { input, output: [...loaded.predict(given).dataSync()] };
};

const L = tf.layers;
const rows = (steps, size) => Array.from({ length: steps * size }, (_, i) => Math.fround(Math.sin(i + 1)));
const chain = (...layers) => tf.sequential({ layers });

await write('stack', chain(
  L.lstm({ units: 3, inputShape: [null, 2], returnSequences: true, name: 'lstm' }),
  L.gru({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid', name: 'gru' }),
  L.simpleRNN({ units: 3, returnSequences: true, useBias: false }),
  L.dense({ units: 2, activation: 'softmax' })), rows(9, 2));
await write('both', chain(
  L.bidirectional({ layer: L.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid' }), mergeMode: 'concat', inputShape: [7, 3] }),
  L.timeDistributed({ layer: L.dense({ units: 4, activation: 'relu' }) }),
  L.batchNormalization({}),
  L.bidirectional({ layer: L.gru({ units: 2 }), mergeMode: 'sum' }),
  L.dropout({ rate: 0.5 }),
  L.dense({ units: 1 })), rows(7, 3), { type: 'uint8', shard: 117 });
await write('letters', chain(
  L.embedding({ inputDim: 5, outputDim: 3, inputLength: 6 }),
  L.gru({ units: 4, recurrentActivation: 'hardSigmoid', activation: 'softsign' }),
  L.dense({ units: 3, activation: 'softmax' })), [0, 3, 1, 4, 2, 3], { type: 'uint16', shard: 83 });

const x = tf.input({ shape: [null, 3], name: 'x' });
const cell = L.rnn({ cell: L.lstmCell({ units: 2 }), returnSequences: true, name: 'cell' }).apply(x);
const inner = chain(L.dense({ units: 3, inputShape: [null, 5], activation: 'tanh', name: 'in' }), L.layerNormalization({ name: 'norm' }));
const joined = inner.apply(L.concatenate().apply([x, cell]));
const sum = L.add().apply([x, joined]);
const last = L.dense({ units: 2, name: 'out' }).apply(L.leakyReLU({ alpha: 0.1 }).apply(sum));
await write('graph', tf.model({ inputs: x, outputs: last }), rows(8, 3), {
  type: 'float16', shard: 67, groupOf: name => name.startsWith('out') ? 1 : 0,
});

// As the converter names what Keras 2 has saved: with TensorFlow's cells, the configuration inside.
await write('keras', chain(
  L.lstm({ units: 3, inputShape: [null, 2], returnSequences: true, recurrentActivation: 'sigmoid', name: 'lstm' }),
  L.lstm({ units: 3, recurrentActivation: 'hardSigmoid', name: 'lstm_1' }),
  L.dense({ units: 1, activation: 'sigmoid', name: 'dense' })), rows(6, 2), {
  shard: 301, rename: name => name.replace(/^(lstm[_1]*)\//, '$1/lstm_cell/'),
  wrap: ({ class_name, config }) => ({ keras_version: '2.15.0', backend: 'tensorflow', model_config: { class_name, config } }),
});

writeFileSync(join(folder, 'outputs.json'), JSON.stringify(outputs, null, 1) + '\n');
