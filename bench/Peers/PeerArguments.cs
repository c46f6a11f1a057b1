using System.Globalization;

namespace Peers;

/// <summary>The arguments that the programs of the comparison share: positional words, and options that choose sizes.</summary>
public sealed class PeerArguments
{
    /// <summary>The options, for a usage line.</summary>
    public const string Usage = "[--cell CELL,...] [--hidden H,...] [--input I,...]";

    private readonly List<string> _words = [];
    private readonly Dictionary<string, string[]> _chosen = [];

    private PeerArguments()
    {
    }

    /// <summary>The positional arguments.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The chosen sizes of the comparison; all without options.</summary>
    public IEnumerable<PeerSize> Sizes => PeerSize.All.Where(Includes);

    /// <summary>The single size that the options give, which need not be part of the comparison; null if they give several.</summary>
    public PeerSize? OneSize => Chosen("--cell") is string cell && Size("--hidden") is int hidden && Size("--input") is int input
        ? new PeerSize(cell, hidden, input, input)
        : null;

    /// <summary>The networks on symbols that are chosen.</summary>
    public IEnumerable<PeerSize> OneHotSizes => PeerSize.OneHot.Where(Includes);

    /// <summary>The larger networks that are chosen.</summary>
    public IEnumerable<PeerSize> LargeSizes => PeerSize.Large.Where(Includes);

    /// <summary>Reads a command line.</summary>
    /// <returns>The arguments, or null if an option is unknown or lacks its value.</returns>
    public static PeerArguments? Parse(string[] args)
    {
        PeerArguments arguments = new();
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                arguments._words.Add(args[i]);
            }
            else if (args[i] is "--cell" or "--hidden" or "--input" && i + 1 < args.Length)
            {
                arguments._chosen[args[i]] = args[++i].Split(',');
            }
            else
            {
                return null;
            }
        }

        return arguments;
    }

    /// <summary>Whether a size is chosen.</summary>
    public bool Includes(PeerSize size) =>
        Includes("--cell", size.Cell) && Includes("--hidden", Number(size.Hidden)) && Includes("--input", Number(size.Input));

    private string? Chosen(string option) => _chosen.TryGetValue(option, out string[]? values) && values.Length == 1 ? values[0] : null;

    private int? Size(string option) => int.TryParse(Chosen(option), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private bool Includes(string option, string value) => !_chosen.TryGetValue(option, out string[]? values) || values.Contains(value);
}
