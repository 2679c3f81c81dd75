using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>The table of classified features of a job, as GDAL reads its GeoPackage, in its order.</summary>
/// <param name="Job">The job.</param>
/// <param name="Rows">Its features.</param>
internal sealed record ClassifiedTable(JsonNode Job, IReadOnlyList<ClassifiedTable.Row> Rows)
{
    // in per cent: means are summed in single precision
    private const double Tolerance = 0.01;

    public sealed record Row(string? Class, double? Confidence, string? Source, long SourceId, string Geometry);

    /// <summary>Runs a job to its good end.</summary>
    public static async Task<ClassifiedTable> ClassifyAsync(ServiceClient client, JsonObject request)
    {
        var (status, body) = await TrySubmitAsync(client, request);
        Assert.True(status == HttpStatusCode.Accepted, body.ToJsonString());
        return await ReadAsync(client, await client.FinishedAsync((string)body["id"]!));
    }

    /// <summary>Submits a job that may be refused.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Body)> TrySubmitAsync(ServiceClient client, JsonObject request)
    {
        using var response = await client.Http.PostAsJsonAsync("api/v1/classify-objects/jobs", request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Reads the table of a job that succeeded.</summary>
    public static async Task<ClassifiedTable> ReadAsync(ServiceClient client, JsonNode job, string field = "ClassLabel")
    {
        Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());
        return new ClassifiedTable(job, Read(await client.GetBytesAsync($"api/v1/items/{job["result"]!["itemId"]}/data"), field));
    }

    /// <summary>The table in a file, of no job.</summary>
    public static ClassifiedTable OfFile(string path) => new(new JsonObject(), Read(File.ReadAllBytes(path), "ClassLabel"));

    /// <summary>Fails unless each shape has the class and the confidence that its pixels give, in the order of the shapes.</summary>
    /// <param name="scene">The shapes.</param>
    /// <param name="blackens">Whether pixels outside of them are 0.</param>
    public void AssertIs(ChipScene scene, bool blackens)
    {
        Assert.Equal(scene.Shapes.Select(shape => shape.Id), Rows.Select(row => row.SourceId));
        foreach (var (shape, row) in scene.Shapes.Zip(Rows))
        {
            var (label, confidence) = LevelClassifier.Of(scene.MeanAround(shape, blackens));
            Assert.True(label == row.Class && Math.Abs(confidence - row.Confidence!.Value) < Tolerance, $"{row} is to be {label} {confidence}");
        }
    }

    private static Row[] Read(byte[] file, string field)
    {
        var path = Path.Combine(Path.GetTempPath(), $"classified-{Guid.NewGuid():N}.gpkg");
        try
        {
            File.WriteAllBytes(path, file);
            var text = GdalTool.Run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", path);
            return [.. JsonNode.Parse(text)!["features"]!.AsArray().Select(feature => new Row(
                (string?)feature!["properties"]![field], (double?)feature["properties"]!["Confidence"], (string?)feature["properties"]!["Source"],
                (long)feature["properties"]!["SourceId"]!, feature["geometry"]!.ToJsonString()))];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
