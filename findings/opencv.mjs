// Runs a recurrent node of ONNX in OpenCV, for the scripts beside this file.
import { createRequire } from 'node:module';
import { model, node, tensor } from './onnx.mjs';

const require = createRequire(import.meta.url);
let cv = require('@techstark/opencv-js');
if (cv instanceof Promise) cv = await cv;
else if (!cv.Mat) await new Promise(resolve => { cv.onRuntimeInitialized = resolve; });
console.log('OpenCV', cv.getBuildInformation().match(/OpenCV (\S+)/)[1]);

const [hidden, steps] = [2, 3];
const values = (count, step) => Array.from({ length: count }, (_, i) => Math.sin((i + 1) * step));
let files = 0;

// The outputs of 3 steps of 2 units, for a kind of node with so many gates and other attributes.
export const outputs = (kind, gates, attributes) => {
  const states = kind === 'LSTM' ? ['h0', 'c0'] : ['h0'];
  const bytes = model(
    [node('Reshape', ['x', 'shape'], ['rows']), node(kind, ['rows', 'W', 'R', 'B', '', ...states], ['y'], { hidden_size: hidden, ...attributes })],
    [
      tensor('shape', [3], [steps, 1, 1], 'int64'), tensor('W', [1, gates * hidden, 1], values(gates * hidden, 1.3)),
      tensor('R', [1, gates * hidden, hidden], values(gates * hidden * hidden, 0.7)), tensor('B', [1, 2 * gates * hidden], values(2 * gates * hidden, 2.1)),
      ...states.map(name => tensor(name, [1, 1, hidden], [0, 0])),
    ],
    [['x', 'float32', [1, 1, steps, 1]]], [['y', 'float32', [steps, 1, 1, hidden]]], 13);
  const name = 'model' + files++ + '.onnx';
  cv.FS_createDataFile('/', name, new Uint8Array(bytes), true, false, false);
  const net = cv.readNetFromONNX('/' + name);
  net.setInput(cv.blobFromImage(cv.matFromArray(steps, 1, cv.CV_32F, [0.5, -1, 2]), 1, new cv.Size(0, 0), new cv.Scalar(0, 0, 0, 0), false, false, cv.CV_32F));
  return [...net.forward('').data32F].map(value => value.toFixed(4)).join(' ');
};
