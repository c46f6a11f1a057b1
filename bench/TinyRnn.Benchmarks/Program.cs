using BenchmarkDotNet.Running;
using TinyRnn.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
