using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train</c>: its subcommands train the kinds of networks.</summary>
internal static class TrainCommand
{
    public static Command Create() => new("train", "Trains a network, and writes its model file and pictures.")
    {
        TrainClassifyCommand.Create(),
        TrainTextCommand.Create(),
        TrainForecastCommand.Create(),
    };
}
