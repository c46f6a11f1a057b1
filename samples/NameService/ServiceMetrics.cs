using System.Diagnostics.Metrics;

namespace NameService;

/// <summary>The service's own metrics, in addition to those of ASP.NET Core and the runtime.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    public const string MeterName = "NameService";

    private readonly Meter _meter;
    private readonly Counter<long> _classified;
    private readonly Counter<long> _invented;

    public ServiceMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _classified = _meter.CreateCounter<long>("names.classified", "{name}", "Names classified, by most probable language.");
        _invented = _meter.CreateCounter<long>("names.invented", "{name}", "Names invented, by language.");
    }

    public void Classified(string language) => _classified.Add(1, new KeyValuePair<string, object?>("language", language));

    public void Invented(string language) => _invented.Add(1, new KeyValuePair<string, object?>("language", language));

    public void Dispose() => _meter.Dispose();
}
