#!/usr/bin/env bash
# OpenCV's DNN module: a GRU from ONNX is computed with the reset gate after the product and forward, whatever the file says. linear_before_reset 0, which is
# ONNX's default, and direction reverse are passed over without a word, so the numbers are wrong and nothing tells it.
# Exits 0 while this holds, 1 once it does not. Needs node and npm.
set -euo pipefail
source "$(dirname "$0")/project.sh"
node_project @techstark/opencv-js@4.12.0-release.1
cat > check.mjs <<'JS'
import { outputs } from './opencv.mjs';

const after = outputs('GRU', 3, { linear_before_reset: 1 });
const before = outputs('GRU', 3, { linear_before_reset: 0 });
const reverse = outputs('GRU', 3, { linear_before_reset: 1, direction: 'reverse' });
console.log('linear_before_reset 1:         ', after);
console.log('linear_before_reset 0:         ', before);
console.log('linear_before_reset 1, reverse:', reverse);
const holds = after === before && after === reverse;
console.log(holds ? 'three different GRUs give the same numbers' : 'no longer so');
process.exit(holds ? 0 : 1);
JS
node check.mjs
