using StepBenchmark;

// Times one streaming step of each model as the C peers do, one line each:
//   peer,cell,H,I,O,min ns,median ns,last output,sum of outputs
string peer = args.Length > 0 ? args[0] : "tinyrnn";
StepTimer.Run<Rnn8x1, Rnn8x1.State>(peer, "rnn", 8);
StepTimer.Run<Rnn8x64, Rnn8x64.State>(peer, "rnn", 8);
StepTimer.Run<Rnn16x1, Rnn16x1.State>(peer, "rnn", 16);
StepTimer.Run<Rnn16x64, Rnn16x64.State>(peer, "rnn", 16);
StepTimer.Run<Rnn32x1, Rnn32x1.State>(peer, "rnn", 32);
StepTimer.Run<Rnn32x64, Rnn32x64.State>(peer, "rnn", 32);
StepTimer.Run<Rnn64x1, Rnn64x1.State>(peer, "rnn", 64);
StepTimer.Run<Rnn64x64, Rnn64x64.State>(peer, "rnn", 64);
StepTimer.Run<Rnn128x1, Rnn128x1.State>(peer, "rnn", 128);
StepTimer.Run<Rnn128x64, Rnn128x64.State>(peer, "rnn", 128);
StepTimer.Run<Rnn256x1, Rnn256x1.State>(peer, "rnn", 256);
StepTimer.Run<Rnn256x64, Rnn256x64.State>(peer, "rnn", 256);
