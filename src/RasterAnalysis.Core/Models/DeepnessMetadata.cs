using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary>
/// The metadata that Deepness writes into ONNX files. What the <c>.emd</c> does not say is filled from it, as keys of the <c>.emd</c>
/// (<c>docs/reference/dlpk-and-emd.md#metadata-of-deepness</c>; the <c>.emd</c> goes first).
/// </summary>
internal static partial class DeepnessMetadata
{
    private const int ByteRange = 255;

    /// <summary>Fills the definition.</summary>
    /// <param name="document">The <c>.emd</c>; receives the missing keys.</param>
    /// <param name="task">Its task.</param>
    /// <param name="metadata"><c>metadata_props</c> of the network: texts that are JSON themselves.</param>
    /// <param name="warnings">Receives what was filled.</param>
    /// <exception cref="ModelPackageException">The metadata says that the network does something else.</exception>
    public static void Fill(JsonObject document, ModelTask task, IReadOnlyDictionary<string, string> metadata, ICollection<string> warnings)
    {
        var type = Value(metadata, "model_type").AsText();
        var (wanted, isDetector) = task switch
        {
            ModelTask.PixelClassification => ("Segmentor", false),
            ModelTask.ObjectClassification => ("Recognition", false),
            _ => ("Detector", true),
        };
        if (type is not null && !type.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelPackageException(task == ModelTask.PixelClassification
                ? $"The metadata in the ONNX file says that the network is a {type}; this tool takes networks that classify pixels (Segmentor)."
                : $"The metadata in the ONNX file says that the network is a {type}, but the .emd is of a {wanted}; one of them is wrong.");
        }

        var filled = new List<string>();
        void Set(string key, JsonNode? value)
        {
            if (value is not null && !Has(document, key))
            {
                document[key] = value;
                filled.Add(key);
            }
        }

        Set("Classes", Classes(Value(metadata, "class_names") ?? Value(metadata, "names")));
        var tile = (Value(metadata, "tile_size") ?? Value(metadata, "tiles_size")).AsInt32();
        Set("ImageHeight", tile);
        Set("ImageWidth", tile);
        if (!Has(document, "DataRange") && Value(metadata, "standardization_mean").AsNumbers() is { Count: > 0 } mean
            && Value(metadata, "standardization_std").AsNumbers() is { } std && std.Count == mean.Count)
        {
            // Deepness divides 8-bit values by 255 first
            Set("NormalizationStats", new JsonObject
            {
                ["band_mean_values"] = List(mean),
                ["band_std_values"] = List(std),
            });
        }
        else if (type is not null && !Has(document, "NormalizationStats") && document["Framework"].AsText()?.StartsWith("arcgis.learn", StringComparison.OrdinalIgnoreCase) != true)
        {
            Set("DataRange", new JsonArray(0, 1));
        }

        Set("Threshold", Value(metadata, isDetector ? "det_conf" : "seg_thresh").AsNumber() is { } threshold ? threshold : null);
        Set("NMSOverlap", isDetector && Value(metadata, "det_iou_thresh").AsNumber() is { } overlap ? overlap : null);
        if (filled.Count > 0)
        {
            warnings.Add($"{string.Join(", ", filled)} of the .emd were filled from the metadata in the ONNX file.");
        }
    }

    private static bool Has(JsonObject document, string key) =>
        document.Any(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && pair.Value is not null and not JsonArray { Count: 0 });

    private static JsonArray List(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)(value * ByteRange))];

    /// <summary>Names by id; where there are several heads, a list with one such object for each, of which the first is read.</summary>
    private static JsonArray? Classes(JsonNode? names)
    {
        if ((names is JsonArray { Count: > 0 } heads ? heads[0] : names) is not JsonObject { Count: > 0 } byId)
        {
            return null;
        }

        var classes = byId.Select(pair => (Id: int.TryParse(pair.Key, out var id) ? id : -1, Name: pair.Value.AsText() ?? "")).OrderBy(pair => pair.Id).ToArray();
        if (!classes.Select(pair => pair.Id).SequenceEqual(Enumerable.Range(0, classes.Length)))
        {
            return null;
        }

        // a single name is that of the one class; 0 is where it is not
        var first = classes.Length == 1 ? 1 : 0;
        return [.. classes.Select(pair => new JsonObject { ["Value"] = pair.Id + first, ["Name"] = pair.Name })];
    }

    private static JsonNode? Value(IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out var text) || text.Length > 1 << 20)
        {
            return null;
        }

        try
        {
            return LenientJson.Parse(text);
        }
        catch (FormatException)
        {
            return TryPython(text);
        }
    }

    /// <summary>Some writers leave Python's own form: <c>{0: 'water'}</c>.</summary>
    private static JsonNode? TryPython(string text)
    {
        try
        {
            return LenientJson.Parse(BareKey().Replace(text.Replace('\'', '"'), "$1\"$2\":"));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"([{,]\s*)(\d+)\s*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BareKey();
}
