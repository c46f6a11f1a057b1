using StackExchange.Redis;

namespace SensorFleet.Silo;

/// <summary>The Redis server of a cluster.</summary>
internal static class RedisServer
{
    /// <summary>Connects once, because Orleans's own message about a missing server fills a page.</summary>
    /// <exception cref="IOException">No server answers.</exception>
    public static async Task Check(string redis)
    {
        try
        {
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(ConfigurationOptions.Parse(redis));
        }
        catch (RedisException)
        {
            throw new IOException($"no Redis server answers at {redis}");
        }
    }
}
