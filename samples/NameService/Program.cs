using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NameOrigin;
using NameService;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using TextGenerator;

const int LargestBody = 4096;
const int RequestsAtOnce = 128;
const int RequestsWaiting = 512;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(options =>
{
    options.AddServerHeader = false;
    options.Limits.MaxRequestBodySize = LargestBody;
});
builder.Services.AddSingleton<ServiceMetrics>();
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, MessageSerializer.Default);
    // A misspelt or missing field is an error, not a default.
    options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    options.SerializerOptions.RespectNullableAnnotations = true;
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
});
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.Describe);
builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
{
    document.Info.Title = "Names";
    document.Info.Description = "Tells which of 18 languages a family name comes from, and invents names.";
    return Task.CompletedTask;
}));
builder.Services.AddRequestTimeouts(options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(60) });
builder.Services.AddRateLimiter(options =>
{
    options.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
    options.AddConcurrencyLimiter("model", limits =>
    {
        limits.PermitLimit = RequestsAtOnce;
        limits.QueueLimit = RequestsWaiting;
        limits.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
    });
});
builder.Services.AddHealthChecks().AddCheck("models", () =>
    Names.SelfTest() && NameWriter.SelfTest() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("a compiled model does not give the outputs "
        + "recorded in its file"));
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService("NameService"))
    .WithMetrics(metrics => metrics
        .AddMeter(ServiceMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
        .AddPrometheusExporter());

WebApplication app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = Problems.StatusCode,
    // A client's mistake is reported in its answer, and is not logged as an error of the service.
    SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
});
app.UseStatusCodePages();
app.UseRequestTimeouts();
app.UseRateLimiter();

app.MapPost("/classify", Classification.Classify).WithName("classify").RequireRateLimiting("model").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
app.MapPost("/classify/steps", Classification.Steps).WithName("steps").RequireRateLimiting("model").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
app.MapPost("/generate", Generation.Generate).WithName("generate").RequireRateLimiting("model").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint("/metrics");
app.MapOpenApi("/openapi.json");
Page.Map(app);
app.Run();
