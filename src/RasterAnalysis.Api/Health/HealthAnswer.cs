using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RasterAnalysis.Api.Health;

/// <summary>
/// The answer of the health addresses: <c>{status, seconds, checks: [{name, status, seconds, description}]}</c>. What a check failed with stays in the log: it may name paths
/// and servers, and anybody may ask for the health.
/// </summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = report.Entries.Select(entry => (JsonNode)new JsonObject
        {
            ["name"] = entry.Key,
            ["status"] = entry.Value.Status.ToString(),
            ["seconds"] = entry.Value.Duration.TotalSeconds,
            ["description"] = entry.Value.Description ?? "The check itself failed; the log says why.",
        });
        return context.Response.WriteAsJsonAsync(
            new JsonObject { ["status"] = report.Status.ToString(), ["seconds"] = report.TotalDuration.TotalSeconds, ["checks"] = new JsonArray([.. checks]) },
            context.RequestAborted);
    }
}
