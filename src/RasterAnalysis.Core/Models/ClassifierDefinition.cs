using System.Text.Json.Nodes;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.PixelNetworks;

namespace RasterAnalysis.Models;

/// <summary>
/// An ArcGIS classifier definition (<c>.ecd</c>): what <em>Train Maximum Likelihood Classifier</em> writes becomes a network over pixels in Float64, other classifiers are refused by name
/// (<c>docs/reference/model-packages.md#arcgis-classifier-definitions</c>).
/// </summary>
/// <param name="document">The file.</param>
/// <param name="source">Its name, for messages.</param>
internal sealed class ClassifierDefinition(JsonObject document, string source)
{
    /// <summary>Ending of such a file.</summary>
    public const string Extension = ".ecd";

    private const int MaxBands = 256;
    private const int MaxClasses = 4096;
    private const double Asymmetry = 1e-6;

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The model definition of a package that has none but this file.</summary>
    public JsonObject AsModelDefinition() => new()
    {
        ["Framework"] = "ArcGIS",
        ["ModelType"] = "ImageClassification",
        ["ModelName"] = Path.GetFileNameWithoutExtension(source),
        ["ModelFile"] = source,
        ["Classes"] = Classes(),
    };

    /// <summary><c>Classes</c> as a model definition lists them.</summary>
    public JsonArray Classes() => new([.. ReadClasses().Entries.Select((entry, i) => (JsonNode)new JsonObject
    {
        ["Value"] = Value(entry, i),
        ["Name"] = entry["ClassName"].AsText(),
        ["Color"] = new JsonArray([.. new[] { "Red", "Green", "Blue" }.Select(part => (JsonNode)Math.Clamp(entry[part].AsInt32() ?? -1, -1, 255))]),
    })]);

    /// <summary>The classifier as an ONNX file, <c>[N, NumberBands]</c> Float64 in, the class's value out.</summary>
    /// <exception cref="ModelPackageException">It is another classifier, or a number is missing or cannot be; the text names the field.</exception>
    public byte[] ToNetwork()
    {
        var (entries, bands) = ReadClasses();
        var network = new MaximumLikelihoodNetwork(bands);
        var known = new HashSet<long>();
        foreach (var (i, entry) in entries.Index())
        {
            var field = $"Definitions[0].Classes[{i}]";
            var value = Value(entry, i);
            if (!known.Add(value))
            {
                throw Fail($"{field}.ClassValue is {value}, which another class has too; each needs its own");
            }

            if (!network.TryAdd(value, Numbers(entry["Means"], $"{field}.Means", bands), Covariances(entry, field, bands)))
            {
                throw Fail($"{field}.Covariances is singular or not positive definite, so the class has no likelihood; train it with more samples, or with fewer bands");
            }
        }

        return network.Write();
    }

    /// <summary>Writes that file beside the definition, unless it is there.</summary>
    /// <param name="folder">Where.</param>
    /// <returns>Full path.</returns>
    public string WriteNetwork(string folder) => ContentFile.Write(folder, Path.GetFileNameWithoutExtension(source), "likelihood", ToNetwork());

    private (JsonObject[] Entries, int Bands) ReadClasses()
    {
        var definition = document["Definitions"] is JsonArray { Count: 1 } definitions && definitions[0] is JsonObject only
            ? only : throw Fail("Definitions must be a list of one classifier");
        var classifier = definition["Classifier"].AsText() ?? throw Fail("Definitions[0].Classifier is missing; it names the classifier, for example MaximumLikelihood");
        if (!classifier.Replace(" ", "", StringComparison.Ordinal).Equals("MaximumLikelihood", StringComparison.OrdinalIgnoreCase))
        {
            throw Fail($"Definitions[0].Classifier is '{PackagePath.Shown(classifier)}', and its parameters have no published form; MaximumLikelihood runs, other classifiers as ONNX, for example by skl2onnx");
        }

        if (definition["RasterIsSegmented"].AsBoolean() == true)
        {
            throw Fail("Definitions[0].RasterIsSegmented is true: the classifier was trained on segments of a raster, which are not made here; train it on the raster's own bands");
        }

        var bands = definition["NumberBands"].AsInt32() is >= 1 and <= MaxBands and var count ? count : throw Fail($"Definitions[0].NumberBands must be a whole number from 1 to {MaxBands}");
        return definition["Classes"] is JsonArray { Count: >= 2 and <= MaxClasses } classes
            ? ([.. classes.Select((node, i) => node as JsonObject ?? throw Fail($"Definitions[0].Classes[{i}] must be an object"))], bands)
            : throw Fail($"Definitions[0].Classes must list 2 to {MaxClasses} classes");
    }

    private long Value(JsonObject entry, int place) => entry["ClassValue"].AsInteger() is >= int.MinValue and <= int.MaxValue and var value
        ? value : throw Fail($"Definitions[0].Classes[{place}].ClassValue must be a whole number of 32 bits");

    private double[] Numbers(JsonNode? node, string field, int bands) => node.AsNumbers() is { } numbers && numbers.Count == bands
        ? [.. numbers] : throw Fail($"{field} must be {bands} numbers, one for each band of NumberBands{(node is JsonArray list ? $"; it has {list.Count} elements" : "")}");

    private double[,] Covariances(JsonObject entry, string field, int bands)
    {
        var rows = entry["Covariances"] is JsonArray list && list.Count == bands
            ? list : throw Fail($"{field}.Covariances must be {bands} rows of {bands} numbers, as NumberBands says");
        var matrix = new double[bands, bands];
        for (var row = 0; row < bands; row++)
        {
            var numbers = Numbers(rows[row], $"{field}.Covariances[{row}]", bands);
            for (var column = 0; column < bands; column++)
            {
                matrix[row, column] = numbers[column];
                if (column < row && IsFarFrom(numbers, matrix, row, column))
                {
                    throw Fail($"{field}.Covariances is not symmetric: [{row}][{column}] and [{column}][{row}] differ");
                }
            }
        }

        return matrix;
    }

    /// <summary>Whether an element differs from its mirrored one by more than digits lost in writing.</summary>
    private static bool IsFarFrom(double[] numbers, double[,] matrix, int row, int column) =>
        Math.Abs(numbers[column] - matrix[column, row]) > Asymmetry * Math.Sqrt(Math.Abs(numbers[row] * matrix[column, column]));

    private ModelPackageException Fail(string what) => new($"{source}: {what}.");
}
