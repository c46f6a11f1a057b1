// Prints the tables of bench/compare or bench/runtimes, or writes the figures of steps into the README. Exit code 1 if outputs differ, which standard
// error then says, and 2 for wrong arguments.
using TinyRnn.Bench;

try
{
    switch (args)
    {
        case ["compare", ("least" or "median") and string time, string path]:
            IReadOnlyList<StepTimes> networks = StepTimes.Of(StepLine.ReadAll(path), time == "least");
            foreach (IGrouping<string, StepTimes> cell in networks.GroupBy(times => times.Network.Cell))
            {
                Console.WriteLine($"### {cell.Key.ToUpperInvariant()}");
                foreach (MarkdownTable table in CompareTables.Of([.. cell]))
                {
                    Console.WriteLine();
                    table.Write(Console.Out);
                }

                Console.WriteLine();
            }

            return Report("compare", Agreement.Differences(networks));
        case ["runtimes", string version, string path]:
            RuntimeTable runtimes = new([.. StepLine.ReadAll(path)]);
            runtimes.Of(version).Write(Console.Out);
            return Report("runtimes", runtimes.Differences());
        case ["readme", string readme, string page]:
            string text = File.ReadAllText(readme);
            string written = ReadmeFigures.In(text, File.ReadAllText(page));
            File.WriteAllText(readme, written);
            Console.WriteLine(written == text ? $"{readme} has the figures of {page}" : $"wrote the figures of {page} into {readme}");
            return 0;
        default:
            Console.Error.WriteLine("usage: StepTables compare least|median LINES, StepTables runtimes VERSION LINES, or StepTables readme README PAGE");
            return 2;
    }
}
catch (Exception e) when (e is FormatException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Report(string command, IEnumerable<string> differences)
{
    int code = 0;
    foreach (string difference in differences)
    {
        Console.Error.WriteLine($"{command}: {difference}");
        code = 1;
    }

    return code;
}
