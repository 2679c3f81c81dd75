using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Models;

/// <summary>Reads a model definition. Loose about form, strict about meaning (<c>docs/reference/dlpk-and-emd.md#keys</c>).</summary>
public static class ModelDefinitionParser
{
    /// <summary>Reads the text of an <c>.emd</c>.</summary>
    /// <param name="text">The document.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="ModelPackageException">The text is not JSON, lacks what is needed, or is of a model that no tool takes.</exception>
    public static ModelDefinition Parse(string text, string source) => Parse(ParseDocument(text, source), source);

    /// <summary>Reads the text of an <c>.emd</c> as JSON.</summary>
    /// <exception cref="ModelPackageException">The text is not JSON, or no object.</exception>
    public static JsonObject ParseDocument(string text, string source)
    {
        try
        {
            return LenientJson.Parse(text) as JsonObject
                ?? throw new ModelPackageException($"{source} is not a model definition: its root must be a JSON object.");
        }
        catch (FormatException exception)
        {
            throw new ModelPackageException($"{source} cannot be read. {exception.Message}", exception);
        }
    }

    /// <summary>Checks what kind of model a definition is of, and reads which file holds it.</summary>
    /// <exception cref="ModelPackageException">It is of a model that no tool takes.</exception>
    public static (string? ModelFile, string? InferenceFunction, ModelTask Task) ReadHead(JsonObject document, string source)
    {
        var keys = new EmdKeys(document, source);
        var (_, task) = ReadModelType(keys);
        return (ReadModelFile(keys), keys.Text("InferenceFunction"), task);
    }

    /// <summary>Reads which bands a definition asks for.</summary>
    /// <exception cref="ModelPackageException">It does not say so in a way that can be understood.</exception>
    internal static (IReadOnlyList<BandSelector> Bands, NormalizationStats? Stats) ReadBands(JsonObject document, string source)
    {
        var keys = new EmdKeys(document, source);
        return (ReadExtractBands(keys), ReadNormalizationStats(keys));
    }

    /// <summary>Reads a definition that is already parsed, for example one given inline in a request.</summary>
    public static ModelDefinition Parse(JsonObject document, string source)
    {
        var keys = new EmdKeys(document, source);
        var (type, task) = ReadModelType(keys);
        var classes = ClassListParser.Parse(keys);
        var threshold = ReadThreshold(keys);
        return new ModelDefinition
        {
            Document = document,
            ModelType = type,
            Task = task,
            Detector = task == ModelTask.PixelClassification ? null : DetectorDefinitionReader.Read(keys, task, threshold),
            ModelFile = ReadModelFile(keys),
            InferenceFunction = keys.Text("InferenceFunction"),
            Framework = keys.Text("Framework") ?? "",
            ModelName = keys.Text("ModelName") ?? "",
            Description = keys.Text("Description") ?? "",
            ImageHeight = keys.Integer("ImageHeight", 1, 65536),
            ImageWidth = keys.Integer("ImageWidth", 1, 65536),
            ModelPadding = keys.Integer("ModelPadding", 0, 32768),
            BatchSize = keys.Integer("BatchSize", 1, 4096),
            Layout = ReadLayout(keys),
            TestTimeAugmentation = JsonReading.ParseBoolean(keys.Text("test_time_augmentation") ?? "") ?? false,
            Threshold = threshold,
            Temperature = ReadTemperature(keys),
            IsPixelSpace = keys.Text("ImageSpaceUsed")?.Equals("PIXEL_SPACE", StringComparison.OrdinalIgnoreCase) == true,
            OutputName = keys.Text("OutputName"),
            ExtractBands = ReadExtractBands(keys),
            DataRange = ReadDataRange(keys),
            NormalizationStats = ReadNormalizationStats(keys),
            Classes = classes,
            IgnoredChannels = ReadIgnoredChannels(keys),
            Warnings = keys.Warnings,
        };
    }

    private static (string Type, ModelTask Task) ReadModelType(EmdKeys keys)
    {
        var type = keys.Text("ModelType")
            ?? throw keys.Fail("ModelType is missing; for a pixel classifier it is \"ImageClassification\", for a detector \"ObjectDetection\".");
        return (type, ModelTaskRules.Of(type) ?? throw keys.Fail($"ModelType is \"{type}\"; the tools take {ModelTaskRules.Spellings}."));
    }

    private static string? ReadModelFile(EmdKeys keys)
    {
        var file = keys.Text("ModelFile")?.Trim();
        return string.IsNullOrEmpty(file) || file == "." ? null : file.Replace('\\', '/');
    }

    private static TensorLayout? ReadLayout(EmdKeys keys)
    {
        var format = keys.Text("ModelFormat");
        switch (format?.Trim().ToUpperInvariant())
        {
            case null or "":
                return null;
            case "NCHW":
                return TensorLayout.Nchw;
            case "NHWC":
                return TensorLayout.Nhwc;
            default:
                keys.Warn($"ModelFormat \"{format}\" is neither NCHW nor NHWC; the layout is read from the network instead.");
                return null;
        }
    }

    private static double ReadTemperature(EmdKeys keys) => keys.Node("Temperature") is not { } node ? 1
        : node.AsNumber() is { } temperature && temperature is >= 0.01 and <= 100 ? temperature
        : throw keys.Fail("Temperature must be a number from 0.01 to 100.");

    private static double? ReadThreshold(EmdKeys keys) => (keys.Node("Threshold") ?? keys.Node("ConfidenceThreshold")) is not { } node ? null
        : node.AsNumber() is { } threshold && threshold is >= 0 and <= 1 ? threshold
        : throw keys.Fail("Threshold must be a number from 0 to 1.");

    private static BandSelector[] ReadExtractBands(EmdKeys keys)
    {
        switch (keys.Node("ExtractBands"))
        {
            case null:
                return [];
            case JsonArray array when array.Count is > 0 and <= 4096:
                return [.. array.Select((node, i) => ReadBand(keys, node, i))];
            default:
                throw keys.Fail("ExtractBands must be a list of 0-based band indexes or band names.");
        }
    }

    private static BandSelector ReadBand(EmdKeys keys, JsonNode? node, int position)
    {
        if (node.AsInt32() is { } index)
        {
            return index >= 0
                ? new BandSelector(index, null)
                : throw keys.Fail($"ExtractBands[{position}] is {index}; band indexes are 0-based and not negative.");
        }

        return node.AsText() is { Length: > 0 } name
            ? new BandSelector(null, name)
            : throw keys.Fail($"ExtractBands[{position}] must be a 0-based band index or a band name.");
    }

    private static ValueRange? ReadDataRange(EmdKeys keys)
    {
        if (keys.Node("DataRange") is not { } node)
        {
            return null;
        }

        return node.AsNumbers() is [var low, var high] && low < high
            ? new ValueRange(low, high)
            : throw keys.Fail("DataRange must be two numbers, the lower first, for example [0.0, 1.0].");
    }

    private static NormalizationStats? ReadNormalizationStats(EmdKeys keys)
    {
        var stats = keys.Node("NormalizationStats") switch
        {
            JsonObject found => found,
            // arcgis.learn writes an empty list or null where there are none
            null or JsonArray { Count: 0 } => null,
            _ => throw keys.Fail("NormalizationStats must be an object of lists."),
        };
        return stats is null ? null : new NormalizationStats(
            ReadList(keys, stats, "band_min_values"),
            ReadList(keys, stats, "band_max_values"),
            ReadList(keys, stats, "band_mean_values"),
            ReadList(keys, stats, "band_std_values"),
            ReadList(keys, stats, "scaled_mean_values"),
            ReadList(keys, stats, "scaled_std_values"))
        {
            ClipMin = ReadBounds(keys, stats, NormalizationStats.ClipMinKey, double.NegativeInfinity),
            ClipMax = ReadBounds(keys, stats, NormalizationStats.ClipMaxKey, double.PositiveInfinity),
            IsInNetworkOrder = stats[NormalizationStats.OrderKey] is { } order && (order.AsText() == NormalizationStats.NetworkOrder ? true
                : throw keys.Fail($"NormalizationStats.{NormalizationStats.OrderKey} must be \"{NormalizationStats.NetworkOrder}\" or left out.")),
        };
    }

    private static IReadOnlyList<double>? ReadBounds(EmdKeys keys, JsonObject stats, string key, double none) => stats[key] switch
    {
        null => null,
        JsonArray list => [.. list.Select(bound => bound is null ? none : bound.AsNumber() is { } number && double.IsFinite(number)
            ? number : throw keys.Fail($"NormalizationStats.{key} must be a list of finite numbers, null for a band that is not cut."))],
        _ => throw keys.Fail($"NormalizationStats.{key} must be a list of finite numbers, null for a band that is not cut."),
    };

    private static IReadOnlyList<double>? ReadList(EmdKeys keys, JsonObject stats, string key)
    {
        if (stats[key] is not { } node)
        {
            return null;
        }

        return node.AsNumbers() ?? throw keys.Fail($"NormalizationStats.{key} must be a list of finite numbers, one for each band of the raster.");
    }

    private static int[] ReadIgnoredChannels(EmdKeys keys) =>
        keys.Node("ignore_mapped_class").AsNumbers() is { } list ? [.. list.Where(c => c is >= 0 and < 65536).Select(c => (int)c)] : [];
}
