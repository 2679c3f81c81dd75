using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing;

/// <summary>Builds model packages, sound and hostile.</summary>
public static class TestPackages
{
    /// <summary>A definition with the keys that every package needs; <paramref name="more"/> adds or replaces keys.</summary>
    public static JsonObject Definition(IEnumerable<(long Value, string Name, int[] Color)> classes, params (string Key, JsonNode? Value)[] more)
    {
        var definition = new JsonObject
        {
            ["Framework"] = "Onnx",
            ["ModelType"] = "ImageClassification",
            ["ModelFile"] = "network.onnx",
            ["ImageHeight"] = 64,
            ["ImageWidth"] = 64,
            ["Classes"] = new JsonArray([.. classes.Select(c => (JsonNode)new JsonObject
            {
                ["Value"] = c.Value,
                ["Name"] = c.Name,
                ["Color"] = new JsonArray([.. c.Color.Select(part => (JsonNode)part)]),
            })]),
        };
        foreach (var (key, value) in more)
        {
            definition[key] = value?.DeepClone();
        }

        return definition;
    }

    /// <summary>Classes with values 0 to count − 1.</summary>
    public static IEnumerable<(long Value, string Name, int[] Color)> NumberedClasses(int count) =>
        Enumerable.Range(0, count).Select(k => ((long)k, $"Class {k}", new[] { k % 256, k * 7 % 256, 255 - (k % 256) }));

    /// <summary>A package of a definition and a network.</summary>
    public static byte[] Package(JsonObject definition, byte[] network) => Zip(
        ("model.emd", Encoding.UTF8.GetBytes(definition.ToJsonString(new JsonSerializerOptions { WriteIndented = true }))),
        ("network.onnx", network));

    /// <summary>A zip archive of entries, names as given.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
