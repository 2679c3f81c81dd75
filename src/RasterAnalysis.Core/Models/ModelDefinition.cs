using System.Text.Json.Nodes;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Models;

/// <summary>
/// A model definition (<c>.emd</c>) as the service understands it. Keys and their meanings: <c>docs/reference/dlpk-and-emd.md#keys</c>. Every key of the file,
/// known or not, stays in <see cref="Document"/>.
/// </summary>
public sealed record ModelDefinition
{
    /// <summary>The whole document, as read.</summary>
    public required JsonObject Document { get; init; }

    /// <summary><c>ModelType</c> as written, for example <c>ImageClassification</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>What the model does, by <see cref="ModelType"/>.</summary>
    public ModelTask Task { get; init; }

    /// <summary>What the file says of objects; null for a model that classifies pixels.</summary>
    public DetectorDefinition? Detector { get; init; }

    /// <summary><c>ModelFile</c>: path of the network inside the package, with forward slashes; null for an inline definition without one.</summary>
    public string? ModelFile { get; init; }

    /// <summary><c>InferenceFunction</c>: path of a Python raster function; null when there is none.</summary>
    public string? InferenceFunction { get; init; }

    /// <summary><c>Framework</c>; empty when missing.</summary>
    public string Framework { get; init; } = "";

    /// <summary><c>ModelName</c>; empty when missing.</summary>
    public string ModelName { get; init; } = "";

    /// <summary><c>Description</c>; empty when missing.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>ImageHeight</c> in pixels; null when missing.</summary>
    public int? ImageHeight { get; init; }

    /// <summary><c>ImageWidth</c> in pixels; null when missing.</summary>
    public int? ImageWidth { get; init; }

    /// <summary><c>ModelPadding</c>: the network itself returns only the centre of its tile, this many pixels less on each side.</summary>
    public int? ModelPadding { get; init; }

    /// <summary><c>BatchSize</c>: tiles per run.</summary>
    public int? BatchSize { get; init; }

    /// <summary><c>ModelFormat</c>; null when the file does not say.</summary>
    public TensorLayout? Layout { get; init; }

    /// <summary>
    /// <c>OutputName</c>, a key of this service: the output of the network that holds the classes or the objects, of detectors maybe several with commas between them; null to have it chosen.
    /// </summary>
    public string? OutputName { get; init; }

    /// <summary><c>ExtractBands</c> in network order; empty means all bands in order.</summary>
    public IReadOnlyList<BandSelector> ExtractBands { get; init; } = [];

    /// <summary><c>DataRange</c>: the range that the network expects.</summary>
    public ValueRange? DataRange { get; init; }

    /// <summary><c>NormalizationStats</c>.</summary>
    public NormalizationStats? NormalizationStats { get; init; }

    /// <summary><c>Classes</c> in list order; colours filled in where the file has none.</summary>
    public IReadOnlyList<ClassDefinition> Classes { get; init; } = [];

    /// <summary><c>ignore_mapped_class</c>: channels that never win.</summary>
    public IReadOnlyList<int> IgnoredChannels { get; init; } = [];

    /// <summary><c>test_time_augmentation</c>: the default of the argument of that name.</summary>
    public bool TestTimeAugmentation { get; init; }

    /// <summary><c>Threshold</c> or <c>ConfidenceThreshold</c>: the default of the argument <c>threshold</c>.</summary>
    public double? Threshold { get; init; }

    /// <summary><c>Temperature</c>: by what the scores are divided before their softmax, so that probabilities are as often right as they say; 1 for networks that nobody has calibrated.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Whether <c>ImageSpaceUsed</c> is <c>PIXEL_SPACE</c>: images that were not taken from above, which keep their sense only when flipped left-right.</summary>
    public bool IsPixelSpace { get; init; }

    /// <summary>What was guessed, mended or left aside while reading; shown to the user.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the package follows arcgis.learn's conventions (<c>docs/reference/dlpk-and-emd.md#channels-and-class-values</c>).</summary>
    public bool IsArcGisLearn => Framework.StartsWith("arcgis.learn", StringComparison.OrdinalIgnoreCase);
}
