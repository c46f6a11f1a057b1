namespace TinyRnn.Bench;

/// <summary>The tables of <c>bench/compare</c>, with the limits that its page gives.</summary>
internal static class CompareTables
{
    // Names of the rows of tables with a row for each way of compiling, and the peers.
    private static readonly (string Name, string Peer)[] Flavours = [("jit", "tinyrnn-jit"), ("v3", "tinyrnn-aot-v3"), ("default", "tinyrnn-aot-default")];

    /// <summary>All tables of a cell that have rows.</summary>
    public static IEnumerable<MarkdownTable> Of(IReadOnlyList<StepTimes> networks) =>
        ((MarkdownTable[])[OneStep(networks), SmallerWeights(networks), ZeroBlocks(networks), ManySteps(networks)]).Where(table => !table.IsEmpty);

    private static MarkdownTable OneStep(IReadOnlyList<StepTimes> networks)
    {
        MarkdownTable table = new(
            "One step a call, ns:", "H", "I", "JIT", "v4", "v3", "default", "tuned-512", "tuned-256", "tuned-sse", "plain", "JIT / tuned", "v4 / tuned",
            "v3 / 256", "default / sse");
        foreach (StepTimes times in networks)
        {
            double limit = times.Network.Hidden <= 16 ? 1.10 : 1.03;
            (double? jit, double? v4) = (times["tinyrnn-jit"], times["tinyrnn-aot-v4"]);
            (double? v3, double? plain) = (times["tinyrnn-aot-v3"], times["tinyrnn-aot-default"]);
            (double? wide, double? narrow, double? sse) = (times["tuned-512"], times["tuned-256"], times["tuned-sse"]);
            double? best = wide is double one && narrow is double other ? Math.Min(one, other) : wide ?? narrow;
            table.Add(
                $"{times.Network.Hidden}", $"{times.Network.Inputs}", Cells.Time(jit), Cells.Time(v4), Cells.Time(v3), Cells.Time(plain), Cells.Time(wide),
                Cells.Time(narrow), Cells.Time(sse), Cells.Time(times["plain"]), Cells.Ratio(jit, best, limit), Cells.Ratio(v4, best, limit),
                Cells.Ratio(v3, narrow, limit), Cells.Ratio(plain, sse, 1.10));
        }

        return table;
    }

    private static MarkdownTable SmallerWeights(IReadOnlyList<StepTimes> networks)
    {
        MarkdownTable table = new("Smaller weights, one step a call, ns, and how many times faster:", "H", "<peer", "fp32", "bf16", "int8", "bf16", "int8");
        foreach (StepTimes times in networks.Where(HasVariants))
        {
            bool isSmall = times.Network.Hidden == 64;
            foreach ((string name, string peer) in Flavours)
            {
                (double? whole, double? brain, double? quantised) = (times[peer], times[peer + "-bf16"], times[peer + "-int8"]);
                if ((brain ?? quantised) is not null)
                {
                    table.Add(
                        $"{times.Network.Hidden}", name, Cells.Time(whole), Cells.Time(brain), Cells.Time(quantised),
                        Cells.Faster(whole, brain, OfJit(name, isSmall ? 1.25 : 1.6)), Cells.Faster(whole, quantised, OfJit(name, isSmall ? 2.2 : 2.8)));
                }
            }
        }

        return table;
    }

    private static MarkdownTable ZeroBlocks(IReadOnlyList<StepTimes> networks)
    {
        MarkdownTable table = new(
            "Zero blocks left out, one step a call, ns, and how many times faster than all weights in fp32:", "H", "<peer", "fp32", "80 % zero", "90 % zero",
            "int8, 80 % zero", "80 %", "90 %", "int8, 80 %");
        foreach (StepTimes times in networks.Where(HasVariants))
        {
            (double? Fifth, double? Tenth, double? Int8) limits = times.Network.Hidden switch
            {
                128 => (3.2, 5, null),
                256 => (3, 5.5, 6),
                512 => (6, 9, null),
                _ => (null, null, null),
            };
            foreach ((string name, string peer) in Flavours)
            {
                (double? whole, double? fifth) = (times[peer], times[peer + "-sparse80"]);
                (double? tenth, double? int8) = (times[peer + "-sparse90"], times[peer + "-int8-sparse80"]);
                if ((fifth ?? tenth ?? int8) is not null)
                {
                    table.Add(
                        $"{times.Network.Hidden}", name, Cells.Time(whole), Cells.Time(fifth), Cells.Time(tenth), Cells.Time(int8),
                        Cells.Faster(whole, fifth, OfJit(name, limits.Fifth)), Cells.Faster(whole, tenth, OfJit(name, limits.Tenth)),
                        Cells.Faster(whole, int8, OfJit(name, limits.Int8)));
                }
            }
        }

        return table;
    }

    private static MarkdownTable ManySteps(IReadOnlyList<StepTimes> networks)
    {
        MarkdownTable table = new(
            "Many steps a call, and ONNX Runtime, ns a step:", "H", "I", "JIT", "100 steps", "16 streams", "ORT", "ORT, 100 steps", "ORT / JIT",
            "100 steps / ORT, 100 steps", "16 streams / JIT");
        string[] peers = ["tinyrnn-jit-run100", "tinyrnn-jit-streams16", "onnxruntime-1", "onnxruntime-100"];
        bool isTimed = networks.Any(times => peers.Any(peer => times[peer] is not null));
        foreach (StepTimes times in isTimed ? networks : [])
        {
            (double? jit, double? run, double? streams) = (times["tinyrnn-jit"], times["tinyrnn-jit-run100"], times["tinyrnn-jit-streams16"]);
            (double? onnx, double? onnxRun) = (times["onnxruntime-1"], times["onnxruntime-100"]);
            double? ofStreams = times.Network.Hidden switch
            {
                64 => 0.80,
                128 => 0.62,
                256 => 0.55,
                _ => null,
            };
            table.Add(
                $"{times.Network.Hidden}", $"{times.Network.Inputs}", Cells.Time(jit), Cells.Time(run), Cells.Time(streams), Cells.Time(onnx),
                Cells.Time(onnxRun), Cells.Ratio(onnx, jit),
                Cells.Ratio(run, onnxRun, times.Network.Inputs != 64 ? null : times.Network.Hidden <= 64 ? 0.50 : 0.85), Cells.Ratio(streams, jit, ofStreams));
        }

        return table;
    }

    // Smaller and sparse weights are timed where a matrix is large enough for them.
    private static bool HasVariants(StepTimes times) => times.Network is { Hidden: >= 64, Inputs: 1 };

    // The limits hold for the JIT, which has the widest vectors.
    private static double? OfJit(string flavour, double? limit) => flavour == "jit" ? limit : null;
}
