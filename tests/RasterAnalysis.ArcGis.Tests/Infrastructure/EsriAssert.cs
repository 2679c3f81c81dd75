using System.Text.Json.Nodes;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Compares documents, whole and with their keys in order.</summary>
internal static class EsriAssert
{
    public static void Json(string expected, JsonNode? actual) => Assert.Equal(JsonNode.Parse(expected)!.ToString(), actual?.ToString());

    /// <summary>The answer is ArcGIS's error object with a code, and its details are exactly these.</summary>
    public static void Error(int code, JsonObject actual, params string[] details)
    {
        Assert.Equal(code, (int?)actual["error"]?["code"]);
        Assert.Equal(details, Details(actual));
    }

    public static IReadOnlyList<string> Details(JsonObject answer) => [.. answer["error"]!["details"]!.AsArray().Select(detail => detail!.GetValue<string>())];
}
