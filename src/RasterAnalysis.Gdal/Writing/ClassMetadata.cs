using System.Text;
using System.Text.Json;
using RasterAnalysis.Classification;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Models;

namespace RasterAnalysis.Gdal.Writing;

// The classes as a text in the TIFF itself, so that the .tif alone says what its values mean:
// [{"value":1,"name":"Water","color":[0,0,255],"count":12}]
internal static class ClassMetadata
{
    public const string Name = "RASTERANALYSIS_CLASSES";

    // GDAL keeps metadata items in one XML tag and moves all of them to a sidecar when it has more than 32000 bytes. A description tag has
    // no such limit, so long lists go there.
    private const int MaxItemLength = 24000;
    private const string LongName = "TIFFTAG_IMAGEDESCRIPTION";
    private const string LongPrefix = Name + "=";

    public static void Set(GdalDataset dataset, IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts)
    {
        var json = ToJson(classes, counts);

        // In XML a quotation mark takes six bytes.
        if (json.Length + (5 * json.Count(c => c == '"')) <= MaxItemLength)
        {
            dataset.SetMetadata(Name, json);
        }
        else
        {
            dataset.SetMetadata(LongName, LongPrefix + json);
        }
    }

    // Null when the raster says nothing of classes.
    public static string? Get(GdalDataset dataset) =>
        dataset.GetMetadata(Name)
        ?? (dataset.GetMetadata(LongName) is { } text && text.StartsWith(LongPrefix, StringComparison.Ordinal) ? text[LongPrefix.Length..] : null);

    public static (IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<ClassCount> Counts) FromJson(string json)
    {
        var classes = new List<ClassDefinition>();
        var counts = new List<ClassCount>();
        using var document = JsonDocument.Parse(json);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var value = entry.GetProperty("value").GetInt64();
            var color = entry.GetProperty("color");
            classes.Add(new ClassDefinition(
                value,
                entry.GetProperty("name").GetString() ?? string.Empty,
                new RgbColor(color[0].GetByte(), color[1].GetByte(), color[2].GetByte())));
            counts.Add(new ClassCount(value, entry.GetProperty("count").GetInt64()));
        }

        return (classes, counts);
    }

    private static string ToJson(IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts)
    {
        var countOf = counts.ToDictionary(count => count.Value, count => count.Count);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (value, name, color) in classes)
            {
                json.WriteStartObject();
                json.WriteNumber("value", value);
                json.WriteString("name", name);
                json.WriteStartArray("color");
                json.WriteNumberValue(color.Red);
                json.WriteNumberValue(color.Green);
                json.WriteNumberValue(color.Blue);
                json.WriteEndArray();
                json.WriteNumber("count", countOf.GetValueOrDefault(value));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
