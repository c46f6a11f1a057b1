// Runs the cases of a folder in onnxruntime-web and prints a line a case, behind the names.
import { createRequire } from 'node:module';
import fs from 'node:fs';

const folder = process.argv[2];
const ort = createRequire(folder + '/package.json')('onnxruntime-web');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';
for (const { name, files, input, isText, sizes, values, expected } of JSON.parse(fs.readFileSync(folder + '/cases.json'))) {
  const verdicts = [];
  for (const file of files) {
    try {
      const session = await ort.InferenceSession.create(fs.readFileSync(folder + '/' + file), { executionProviders: ['wasm'] });
      const rows = isText ? new ort.Tensor('int64', BigInt64Array.from(values, BigInt), sizes) : new ort.Tensor('float32', Float32Array.from(values), sizes);
      const { output } = await session.run({ [input]: rows });
      const near = output.data.length === expected.length && expected.every((value, i) => Math.abs(value - output.data[i]) < 1e-5);
      verdicts.push(near ? 'yes' : 'other values');
    } catch (error) {
      verdicts.push('refused');
    }
  }

  console.log([name, ...verdicts].join('|'));
}
