using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Catalog;

/// <summary>Writes a STAC item with the Machine Learning Model extension 1.5 that says the same as a package. <see cref="MlmItem"/> reads it back.</summary>
public static class MlmItemWriter
{
    private const string StacVersion = "1.1.0";
    private const string Schema = "https://stac-extensions.github.io/mlm/v1.5.2/schema.json";

    /// <summary>Keys that MLM has words for; all others become <c>emd:KEY</c>.</summary>
    private static readonly HashSet<string> Said =
        new(["ModelType", "ModelFile", "Classes", "NormalizationStats", "Description", "BatchSize", "ModelFormat"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the item.</summary>
    /// <param name="model">What the package is.</param>
    /// <param name="id">Id of the item.</param>
    /// <param name="created">When the package came in.</param>
    /// <exception cref="ModelPackageException">MLM cannot say what the package says; the text names the key.</exception>
    public static JsonObject Write(ModelDescription model, string id, DateTimeOffset created)
    {
        if (model.Detector is not null)
        {
            throw new ModelPackageException("The model detects objects, and items are written of models that classify pixels only; emd says all of it.");
        }

        var document = ModelDefinitionParser.ParseDocument(model.Definition, model.DefinitionFile);
        var definition = ModelDefinitionParser.Parse(document, model.DefinitionFile);
        var properties = new JsonObject
        {
            ["datetime"] = created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["title"] = model.ModelName,
        };
        if (!string.IsNullOrWhiteSpace(definition.Description))
        {
            properties["description"] = definition.Description;
        }

        properties["mlm:name"] = MlmName.Of(model.ModelName);
        properties["mlm:architecture"] = document["ModelConfiguration"].AsText() is { Length: > 0 } architecture ? architecture : "unknown";
        properties["mlm:framework"] = MlmName.Framework(model.Framework);
        properties["mlm:tasks"] = new JsonArray("semantic-segmentation");
        if (definition.BatchSize is { } batch)
        {
            properties["mlm:batch_size_suggestion"] = batch;
        }

        var isOverPixels = model.Preparation.Any(note => note.Name == PreparationNote.Wrapped);
        string[] names = NamesOf(definition);
        properties["mlm:input"] = new JsonArray(Input(model, definition, names, isOverPixels));
        properties["mlm:output"] = new JsonArray(Output(model, isOverPixels));
        if (names.Length > 0)
        {
            properties["bands"] = new JsonArray([.. names.Distinct(StringComparer.Ordinal).Select(name => (JsonNode)new JsonObject { ["name"] = name })]);
        }

        foreach (var (key, value) in document)
        {
            if (!Said.Contains(key) && !(names.Length > 0 && key.Equals("ExtractBands", StringComparison.OrdinalIgnoreCase)))
            {
                properties[MlmItem.KeyPrefix + key] = value?.DeepClone();
            }
        }

        properties[MlmItem.KeyPrefix + "ModelName"] = model.ModelName;
        properties[MlmItem.KeyPrefix + "Framework"] = model.Framework;
        return new JsonObject
        {
            ["type"] = "Feature",
            ["stac_version"] = StacVersion,
            ["stac_extensions"] = new JsonArray(Schema),
            ["id"] = id,
            ["geometry"] = null,
            ["properties"] = properties,
            ["links"] = new JsonArray(),
            ["assets"] = new JsonObject { ["model"] = Asset(model, definition) },
        };
    }

    private static JsonObject Asset(ModelDescription model, ModelDefinition definition)
    {
        var file = definition.ModelFile ?? model.DefinitionFile;
        var kind = Path.GetExtension(file).ToUpperInvariant();
        return new JsonObject
        {
            ["href"] = file.Contains(':', StringComparison.Ordinal) || file.StartsWith('/') ? file.Split('/')[^1] : $"./{file}",
            ["type"] = kind switch
            {
                ".ONNX" => "application/octet-stream; framework=onnx",
                ".PT" or ".PTH" => "application/octet-stream; framework=pytorch",
                ".ECD" => "application/json",
                _ => "application/octet-stream",
            },
            ["title"] = "The network",
            ["roles"] = new JsonArray("mlm:model"),
            ["mlm:artifact_type"] = kind switch { ".ONNX" => "ONNX", ".PT" => "torch.jit.save", ".PTH" => "torch.save", ".ECD" => "ArcGIS classifier definition", _ => "other" },
        };
    }

    /// <summary>Names of the bands; empty where the definition counts them, which MLM has no words for.</summary>
    private static string[] NamesOf(ModelDefinition definition) =>
        definition.ExtractBands.Count > 0 && definition.ExtractBands.All(band => band.Name is not null) ? [.. definition.ExtractBands.Select(band => band.Name!)] : [];

    private static JsonObject Input(ModelDescription model, ModelDefinition definition, string[] names, bool isOverPixels)
    {
        var network = model.Network;
        var channel = names.Length > 0 ? "bands" : "channel";
        var (rows, columns) = (network.FixedHeight ?? -1, network.FixedWidth ?? -1);
        var batch = network.FixedBatch ?? -1;
        var input = new JsonObject
        {
            ["name"] = network.InputName,
            ["bands"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["input"] = new JsonObject
            {
                ["shape"] = isOverPixels ? new JsonArray(-1, network.Bands)
                    : network.InputLayout == TensorLayout.Nchw ? new JsonArray(batch, network.Bands, rows, columns) : new JsonArray(batch, rows, columns, network.Bands),
                ["dim_order"] = isOverPixels ? new JsonArray("batch", channel)
                    : network.InputLayout == TensorLayout.Nchw ? new JsonArray("batch", channel, "height", "width") : new JsonArray("batch", "height", "width", channel),
                ["data_type"] = MlmDataType.Of(network.InputType),
            },
            ["resize_type"] = null,
        };
        if (definition.DataRange is not null)
        {
            input["description"] = "The scaling is that of 8-bit bands; emd:DataRange says what values of other types are mapped onto.";
        }

        input["value_scaling"] = Scaling(definition, network);
        return input;
    }

    private static JsonArray? Scaling(ModelDefinition definition, NetworkProfile network)
    {
        if (definition.NormalizationStats is { IsInNetworkOrder: false, BandMin: var min, BandMean: var mean } && (min ?? mean) is { } list
            && list.Count != network.Bands && definition.ExtractBands.Any(band => band.Name is not null))
        {
            throw new ModelPackageException(
                $"NormalizationStats of the .emd has {list.Count} entries for the bands of its rasters, and ExtractBands names bands: which entry belongs to which band an MLM item could not say. "
                + $"List one entry for each of the {network.Bands} bands.");
        }

        MlmScaling[] bands = [.. DeclaredNormalization.Of(definition, network.Bands, network.InputType).Bands.Select((rule, i) => ScalingOf(rule) ?? throw new ModelPackageException(
            $"NormalizationStats of the .emd gives band {i + 1} of the network one value whatever its pixels are (its minimum is its maximum), which MLM cannot say."))];
        if (bands.All(band => band == MlmScaling.None))
        {
            return null;
        }

        var preferRange = definition.NormalizationStats is { BandMin: not null, ScaledMean: null } || definition.DataRange is not null;
        return new JsonArray([.. bands.Select(band => (JsonNode)band.ToJson(preferRange))]);
    }

    /// <summary>The scaling that a rule of the service is; null for a rule that gives one value whatever the pixel is.</summary>
    private static MlmScaling? ScalingOf(BandNormalization rule) => rule.Factor == 0 ? null : MlmScaling.Of(rule.Center, rule.Factor, rule.Bias) with { Low = rule.Low, High = rule.High };

    private static JsonObject Output(ModelDescription model, bool isOverPixels)
    {
        var network = model.Network;
        var isDecided = network.OutputKind is OutputKind.ClassIds or OutputKind.Mask;
        return new JsonObject
        {
            ["name"] = network.Logits?.Name ?? network.OutputName,
            ["tasks"] = new JsonArray("semantic-segmentation"),
            ["result"] = new JsonObject
            {
                ["shape"] = isOverPixels ? (isDecided ? new JsonArray(-1) : new JsonArray(-1, network.Channels))
                    : isDecided ? new JsonArray(-1, -1, -1)
                    : network.OutputLayout == TensorLayout.Nchw ? new JsonArray(-1, network.Channels, -1, -1) : new JsonArray(-1, -1, -1, network.Channels),
                ["dim_order"] = isOverPixels ? (isDecided ? new JsonArray("batch") : new JsonArray("batch", "class"))
                    : isDecided ? new JsonArray("batch", "height", "width")
                    : network.OutputLayout == TensorLayout.Nchw ? new JsonArray("batch", "class", "height", "width") : new JsonArray("batch", "height", "width", "class"),
                ["data_type"] = isDecided ? "int64" : MlmDataType.Of(network.InputType is TensorElementType.Float16 or TensorElementType.Double ? network.InputType : TensorElementType.Float),
            },
            ["classification:classes"] = new JsonArray([.. model.Classes.Select(Class)]),
            ["post_processing_function"] = null,
        };
    }

    private static JsonNode Class(ClassDefinition found) => new JsonObject
    {
        ["value"] = found.Value,
        ["name"] = MlmName.OfClass(found),
        ["title"] = found.Name,
        ["description"] = found.Name,
        ["color_hint"] = string.Create(CultureInfo.InvariantCulture, $"{found.Color.Red:X2}{found.Color.Green:X2}{found.Color.Blue:X2}"),
    };
}
