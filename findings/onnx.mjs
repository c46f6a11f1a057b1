// Writes small ONNX models for the scripts beside this file: messages of the wire format by field number (onnx.proto).
const varint = n => {
  const out = [];
  let v = BigInt.asUintN(64, BigInt(n));
  do {
    const low = Number(v & 127n);
    v >>= 7n;
    out.push(v ? low | 128 : low);
  } while (v);
  return Buffer.from(out);
};
const key = (field, type) => varint(field * 8 + type);
const int = (field, n) => Buffer.concat([key(field, 0), varint(n)]);
const bytes = (field, value) => { const data = Buffer.from(value); return Buffer.concat([key(field, 2), varint(data.length), data]); };
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));
const float = (field, x) => { const data = Buffer.alloc(4); data.writeFloatLE(x); return Buffer.concat([key(field, 5), data]); };

const types = { float32: [1, Float32Array], uint8: [2, Uint8Array], int8: [3, Int8Array], int32: [6, Int32Array], int64: [7, BigInt64Array] };

// A stored tensor.
export const tensor = (name, dims, values, type = 'float32') => {
  const [code, array] = types[type];
  const data = array.from(type === 'int64' ? values.map(BigInt) : values);
  return [...dims.map(dim => int(1, dim)), int(2, code), bytes(8, name), bytes(9, Buffer.from(data.buffer))];
};

const attribute = (name, value) =>
  typeof value === 'number' ? [bytes(1, name), int(3, value), int(20, 2)]
    : typeof value === 'string' ? [bytes(1, name), bytes(4, value), int(20, 3)]
      : value.float !== undefined ? [bytes(1, name), float(2, value.float), int(20, 1)]
        : typeof value[0] === 'string' ? [bytes(1, name), ...value.map(text => bytes(9, text)), int(20, 8)]
          : [bytes(1, name), ...value.map(number => int(8, number)), int(20, 7)];

export const node = (kind, inputs, outputs, attributes = {}, domain = '') => [
  ...inputs.map(name => bytes(1, name)), ...outputs.map(name => bytes(2, name)), bytes(4, kind),
  ...Object.entries(attributes).map(([name, value]) => message(5, ...attribute(name, value))), bytes(7, domain)];

const value = ([name, type, dims]) => [
  bytes(1, name),
  message(2, message(1, int(1, types[type][0]), message(2, ...dims.map(dim => message(1, typeof dim === 'number' ? int(1, dim) : bytes(2, dim))))))];

// A model: nodes, stored tensors, inputs and outputs as [name, type, dims].
export const model = (nodes, tensors, inputs, outputs, opset = 17) => Buffer.concat([
  int(1, 8),
  message(
    7, ...nodes.map(one => message(1, ...one)), bytes(2, 'graph'), ...tensors.map(one => message(5, ...one)),
    ...inputs.map(one => message(11, ...value(one))), ...outputs.map(one => message(12, ...value(one)))),
  message(8, bytes(1, ''), int(2, opset)), message(8, bytes(1, 'com.microsoft'), int(2, 1))]);
