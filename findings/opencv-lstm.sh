#!/usr/bin/env bash
# OpenCV's DNN module: the attributes clip and input_forget of an ONNX LSTM are passed over without a word: a limit of 0.1 on the sums of the
# gates, and a forget gate that is 1 - i, change nothing. direction, which its GRU passes over, counts here.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project @techstark/opencv-js@4.12.0-release.1
cat > check.mjs <<'JS'
import { outputs } from './opencv.mjs';

const plain = outputs('LSTM', 4, {});
const clipped = outputs('LSTM', 4, { clip: { float: 0.1 } });
const coupled = outputs('LSTM', 4, { input_forget: 1 });
const reverse = outputs('LSTM', 4, { direction: 'reverse' });
console.log('plain:         ', plain);
console.log('clip 0.1:      ', clipped);
console.log('input_forget 1:', coupled);
console.log('reverse:       ', reverse);
const holds = plain === clipped && plain === coupled && plain !== reverse;
console.log(holds ? 'clip and input_forget change nothing' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
