using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace NameService;

/// <summary>The answers to requests that cannot be read (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The status of a request that failed with an exception.</summary>
    public static int StatusCode(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    /// <summary>Says in one sentence what is wrong with the request.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        Exception? exception = context.Exception ?? context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException is JsonException json ? Describe(json) : bad.Message;
        }
        else if (context.HttpContext.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            context.ProblemDetails.Detail = "too many requests are waiting; try again in a moment";
        }
    }

    // The exception's own text names types, which mean nothing to a client.
    private static string Describe(JsonException json)
    {
        string place = json.Path is { Length: > 0 } path ? $" at {path}" : "";
        return json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"the body has a field that this address does not know{place}; /openapi.json lists the known fields"
            : $"the body is not the JSON that this address expects{place}; /openapi.json describes it";
    }
}
