using TinyRnn;

namespace StepBenchmark;

[TinyRnnModel("rnn-8-1-1.tinyrnn")]
internal sealed partial class Rnn8x1;

[TinyRnnModel("rnn-8-64-64.tinyrnn")]
internal sealed partial class Rnn8x64;

[TinyRnnModel("rnn-16-1-1.tinyrnn")]
internal sealed partial class Rnn16x1;

[TinyRnnModel("rnn-16-64-64.tinyrnn")]
internal sealed partial class Rnn16x64;

[TinyRnnModel("rnn-32-1-1.tinyrnn")]
internal sealed partial class Rnn32x1;

[TinyRnnModel("rnn-32-64-64.tinyrnn")]
internal sealed partial class Rnn32x64;

[TinyRnnModel("rnn-64-1-1.tinyrnn")]
internal sealed partial class Rnn64x1;

[TinyRnnModel("rnn-64-64-64.tinyrnn")]
internal sealed partial class Rnn64x64;

[TinyRnnModel("rnn-128-1-1.tinyrnn")]
internal sealed partial class Rnn128x1;

[TinyRnnModel("rnn-128-64-64.tinyrnn")]
internal sealed partial class Rnn128x64;

[TinyRnnModel("rnn-256-1-1.tinyrnn")]
internal sealed partial class Rnn256x1;

[TinyRnnModel("rnn-256-64-64.tinyrnn")]
internal sealed partial class Rnn256x64;
