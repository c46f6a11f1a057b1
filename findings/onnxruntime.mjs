// Runs models in ONNX Runtime, for the scripts beside this file.
import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

console.log('onnxruntime-node', JSON.parse(readFileSync('node_modules/onnxruntime-node/package.json')).version);

export const floats = (dims, values) => new ort.Tensor('float32', Float32Array.from(values), dims);
export const run = async (bytes, feeds) => (await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 })).run(feeds);
