using TrainingBenchmark;

// Times the training of character-level language models, with one line for each:
//   peer,cell,H,batch,threads,characters a second,useful GFLOP/s,share of the peak,managed bytes a step,peak memory in MB
// A process's peak memory never falls, so bench/training starts one for each line.
if (TrainingArguments.Parse(args) is not TrainingArguments arguments)
{
    Console.Error.WriteLine(TrainingArguments.Usage);
    return 2;
}

TrainingTimer.Run("tinyrnn", arguments, (cell, hidden, batch, threads) => new TrainingPass(cell, hidden, batch, threads));
return 0;
