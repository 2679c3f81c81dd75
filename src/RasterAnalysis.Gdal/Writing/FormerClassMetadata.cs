using System.Text.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// How results of before November 2026 carry their classes: [{"value":1,"name":"Water","color":[0,0,255],"count":12}]
internal static class FormerClassMetadata
{
    public static bool Is(string text) => text.StartsWith('[');

    public static (IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<ClassCount> Counts) Parse(string json)
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
}
