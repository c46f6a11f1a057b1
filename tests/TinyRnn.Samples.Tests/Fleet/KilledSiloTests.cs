using System.Diagnostics;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>The script that kills a silo of a cluster on Redis, with a small fleet; and the program's own words.</summary>
public class KilledSiloTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "SensorFleet.dll");

    [Fact]
    public void No_device_is_lost_with_a_killed_silo()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "redis-server"))),
            "needs redis-server");
        ProcessStartInfo start = new("bash", [Path.Combine(Repository.Root, "samples", "SensorFleet", "kill-one-silo"), "1", "300", "14", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SENSOR_FLEET"] = Program;
        string output = ChildProcess.Finish(Process.Start(start)!);
        Assert.Matches("resumed +[1-9][0-9]* devices of silo", output);
        Assert.Matches("forecasts +[1-9][0-9,]* equal bit for bit .*, [1-9][0-9,]* of them after a resumption; 0 unequal", output);
        Assert.Contains("lost       0 devices", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedded_fleet_needs_no_server()
    {
        string output = Run(0, "demo", "--devices", "100", "--seconds", "3");
        Assert.Matches("readings +[0-9,]+ of 100 devices", output);
        Assert.Matches("forecasts +[1-9][0-9,]* equal .*; 0 unequal, 0 unanswered", output);
    }

    [Theory]
    [InlineData("'--redis' is required", "silo")]
    [InlineData("--devices must be 1 to 10000000, not 0", "demo", "--devices", "0")]
    [InlineData("--rate must be 0 to 100000", "demo", "--rate", "-1")]
    [InlineData("--address must be an IP address, not 'here'", "silo", "--redis", "localhost:1", "--address", "here")]
    public void Wrong_arguments_are_told_in_one_sentence(string expected, params string[] arguments)
    {
        string errors = Run(2, arguments);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_redis_that_is_not_there_is_told_in_one_sentence()
    {
        string errors = Run(1, "silo", "--redis", "127.0.0.1:1,connectTimeout=1000");
        Assert.StartsWith("SensorFleet: ", errors, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:1", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Run(int code, params string[] arguments)
    {
        using Process process = ChildProcess.Start(Path.GetDirectoryName(Program)!, [], [Program, .. arguments]);
        (string output, string errors) = ChildProcess.End(process, code);
        return code == 0 ? output : errors;
    }
}
