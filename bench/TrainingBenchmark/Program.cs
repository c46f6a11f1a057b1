using TrainingBenchmark;

// Times the training of character-level language models, a line each:
//   peer,cell,H,batch,threads,characters a second,useful GFLOP/s,share of the peak,managed bytes a step,peak memory in MB
// A program's peak memory never falls, so that bench/training starts one for each line.
if (TrainingArguments.Parse(args) is not TrainingArguments arguments)
{
    Console.Error.WriteLine(TrainingArguments.Usage);
    return 2;
}

TrainingTimer.Run("tinyrnn", arguments, (cell, hidden, batch, threads) => new TrainingPass(cell, hidden, batch, threads));
return 0;
