using System.Globalization;
using System.Text;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Models;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// The classes as texts in the TIFF itself, so that the .tif alone says what its values mean, to readers that know nothing of GDAL's tables too:
//
//     RASTERANALYSIS_CLASSES=1,5
//     RASTERANALYSIS_CLASS_1=0,0,255,12,Water          red, green, blue, pixels, name
//     RASTERANALYSIS_CLASS_5=0,128,0,7,Wald %26 Wiese
//
// GDAL escapes what stands for something in XML twice, and others undo it once or not at all: names are written without, percent-encoded (RFC 3986, 2.1).
internal static class ClassMetadata
{
    public const string ListName = "RASTERANALYSIS_CLASSES";
    private const string ItemName = "RASTERANALYSIS_CLASS_";
    private const string Reserved = "%<>&\"'";

    // A description tag has no limit in bytes, so lists that are too long for the metadata tag go there, an item a line.
    private const string LongName = "TIFFTAG_IMAGEDESCRIPTION";
    private const string LongPrefix = ListName + "=";
    private const int Color = 3;

    public static IReadOnlyList<KeyValuePair<string, string>> ItemsOf(IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts)
    {
        var countOf = counts.ToDictionary(count => count.Value, count => count.Count);
        return
        [
            KeyValuePair.Create(ListName, string.Join(',', classes.Select(c => c.Value.ToString(CultureInfo.InvariantCulture)))),
            .. classes.Select(c => KeyValuePair.Create(NameOf(c.Value), string.Create(
                CultureInfo.InvariantCulture, $"{c.Color.Red},{c.Color.Green},{c.Color.Blue},{countOf.GetValueOrDefault(c.Value)},{Encode(c.Name)}"))),
        ];
    }

    public static void Set(GdalDataset dataset, IReadOnlyList<KeyValuePair<string, string>> items)
    {
        foreach (var (name, text) in items)
        {
            dataset.SetMetadata(name, text);
        }
    }

    public static void SetDescription(GdalDataset dataset, IReadOnlyList<KeyValuePair<string, string>> items) =>
        dataset.SetMetadata(LongName, string.Join('\n', items.Select(item => $"{item.Key}={item.Value}")));

    // Null when the raster says nothing of classes.
    public static (IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<ClassCount> Counts)? Get(GdalDataset dataset)
    {
        if (dataset.GetMetadata(ListName) is { } list)
        {
            return FormerClassMetadata.Is(list) ? FormerClassMetadata.Parse(list) : Parse(list, name => dataset.GetMetadata(name));
        }

        if (dataset.GetMetadata(LongName) is not { } text || !text.StartsWith(LongPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var lines = text.Split('\n');
        var first = lines[0][LongPrefix.Length..];
        if (FormerClassMetadata.Is(first))
        {
            return FormerClassMetadata.Parse(text[LongPrefix.Length..]);
        }

        var items = lines.Skip(1).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return Parse(first, name => items.GetValueOrDefault(name));
    }

    private static (IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<ClassCount> Counts) Parse(string list, Func<string, string?> item)
    {
        var classes = new List<ClassDefinition>();
        var counts = new List<ClassCount>();
        foreach (var text in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var value = long.Parse(text, CultureInfo.InvariantCulture);
            if (item(NameOf(value))?.Split(',', Color + 2) is not [var red, var green, var blue, var count, var name])
            {
                throw new FormatException($"{NameOf(value)} is missing or has not its five parts.");
            }

            classes.Add(new ClassDefinition(value, Uri.UnescapeDataString(name), new RgbColor(Part(red), Part(green), Part(blue))));
            counts.Add(new ClassCount(value, long.Parse(count, CultureInfo.InvariantCulture)));
        }

        return (classes, counts);
    }

    private static byte Part(string text) => byte.Parse(text, CultureInfo.InvariantCulture);

    private static string NameOf(long value) => ItemName + value.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            _ = Reserved.Contains(c, StringComparison.Ordinal) || c < ' ' ? text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture)) : text.Append(c);
        }

        return text.ToString();
    }
}
