using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>The table of objects of a job, as GDAL reads its GeoPackage.</summary>
/// <param name="Job">The job.</param>
/// <param name="Rows">Its features: class, confidence, rectangle around the polygon in pixels of the scene, and its area in pixels.</param>
internal sealed record DetectedTable(JsonNode Job, IReadOnlyList<DetectedTable.Row> Rows)
{
    private const double Cell = 10;

    public sealed record Row(string Class, double Confidence, string Source, double Left, double Top, double Right, double Bottom, double Area);

    /// <summary>Runs a job to its good end.</summary>
    public static async Task<DetectedTable> DetectAsync(ServiceClient client, JsonObject request)
    {
        var id = await SubmitAsync(client, request);
        return await ReadAsync(client, await client.FinishedAsync(id));
    }

    /// <summary>Submits a job.</summary>
    public static async Task<string> SubmitAsync(ServiceClient client, JsonObject request)
    {
        var (status, body) = await TrySubmitAsync(client, request);
        return status == HttpStatusCode.Accepted ? (string)body["id"]! : throw new InvalidOperationException($"{status}: {body}");
    }

    /// <summary>Submits a job that may be refused.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Body)> TrySubmitAsync(ServiceClient client, JsonObject request)
    {
        using var response = await client.Http.PostAsJsonAsync("api/v1/detect-objects/jobs", request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Reads the table of a job that succeeded.</summary>
    public static async Task<DetectedTable> ReadAsync(ServiceClient client, JsonNode job)
    {
        if ((string)job["status"]! != "succeeded")
        {
            throw new InvalidOperationException(job.ToJsonString());
        }

        return new DetectedTable(job, Read(await client.GetBytesAsync($"api/v1/items/{job["result"]!["itemId"]}/data")));
    }

    /// <summary>The table in a file, of no job.</summary>
    public static DetectedTable OfFile(string path) => new(new JsonObject(), Read(File.ReadAllBytes(path)));

    /// <summary>Fails unless the table has each square once, at its place.</summary>
    public void AssertIs(IReadOnlyList<SquareScene.Square> squares)
    {
        Assert.Equal(squares.Count, Rows.Count);
        var left = Rows.ToList();
        foreach (var square in squares)
        {
            var found = Assert.Single(left, row => Math.Abs(((row.Left + row.Right) / 2) - square.CenterX) < 1 && Math.Abs(((row.Top + row.Bottom) / 2) - square.CenterY) < 1);
            left.Remove(found);
            Assert.Equal(square.Class, found.Class);
            Assert.Equal(square.Size, found.Right - found.Left, 0.02);
            Assert.Equal(square.Size, found.Bottom - found.Top, 0.02);
            Assert.Equal((double)square.Size * square.Size, found.Area, 0.02 * square.Size);
            Assert.Equal(square.Confidence, found.Confidence, 0.01);
        }
    }

    private static Row[] Read(byte[] file)
    {
        var path = Path.Combine(Path.GetTempPath(), $"objects-{Guid.NewGuid():N}.gpkg");
        try
        {
            File.WriteAllBytes(path, file);
            var text = GdalTool.Run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", path);
            return [.. JsonNode.Parse(text)!["features"]!.AsArray().Select(feature => Of(feature!))];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Row Of(JsonNode feature)
    {
        var rings = Rings(feature["geometry"]!);
        var points = rings.SelectMany(ring => ring).ToArray();
        var properties = feature["properties"]!;
        return new Row(
            (string)properties["Class"]!, (double)properties["Confidence"]!, (string)properties["Source"]!,
            points.Min(point => point.X), points.Min(point => point.Y), points.Max(point => point.X), points.Max(point => point.Y),
            Math.Abs(rings.Sum(ring => ring.Zip(ring.Skip(1), (a, b) => ((a.X * b.Y) - (b.X * a.Y)) / 2).Sum())));
    }

    private static (double X, double Y)[][] Rings(JsonNode geometry) => [.. ((string)geometry["type"]! == "MultiPolygon"
        ? geometry["coordinates"]!.AsArray().SelectMany(part => part!.AsArray()) : geometry["coordinates"]!.AsArray()).Select(ring => ring!.AsArray().Select(PixelOf).ToArray())];

    private static (double X, double Y) PixelOf(JsonNode? point) => (((double)point![0]! - 500000) / Cell, (5000000 - (double)point[1]!) / Cell);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows.Count} objects");
}
