using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Files;
using RasterAnalysis.Onnx;
using RasterAnalysis.PixelNetworks;

namespace RasterAnalysis.Models;

/// <summary>
/// A package whose network is one over pixels, <c>[N, bands]</c>: it is written anew as an image network beside the file, which stays as it is
/// (<c>docs/reference/model-packages.md#networks-over-pixels</c>).
/// </summary>
internal sealed class PixelNetworkPackage
{
    private const string Kind = "image";
    private const long LargestFile = 1L << 30;

    // class values go through Float32
    private const long LargestValue = 1 << 24;
    private readonly string _path;
    private readonly OnnxModel _model;
    private readonly PixelNetwork _network;

    private PixelNetworkPackage(string path, OnnxModel model, PixelNetwork network) => (_path, _model, _network) = (path, model, network);

    /// <summary>Whether the service has written a file, by its name.</summary>
    public static bool IsMade(string path) => ContentFile.IsOne(path, Kind);

    /// <summary>Looks at a network.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="model">What it holds.</param>
    /// <param name="document">The <c>.emd</c>; receives <c>Classes</c> from the labels where it has none.</param>
    /// <param name="warnings">Receives what was filled.</param>
    /// <returns>Null for a network over images.</returns>
    /// <exception cref="ModelPackageException">It gives nothing for each row that could be a class.</exception>
    public static PixelNetworkPackage? TryRead(string path, OnnxModel model, JsonObject document, ICollection<string> warnings)
    {
        try
        {
            if (PixelNetworkReader.TryRead(model, new EmdKeys(document, "").Text("OutputName")) is not { } network)
            {
                return null;
            }

            FillClasses(document, network, warnings);
            return new PixelNetworkPackage(path, model, network);
        }
        catch (OnnxFormatException exception)
        {
            throw new ModelPackageException($"'{Path.GetFileName(path)}' cannot be used. {exception.Message}", exception);
        }
    }

    /// <summary>Writes the image network, unless it is there.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="mayWrite">Whether the package's folder is the service's own.</param>
    /// <param name="warnings">Receives that the network was wrapped.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="ModelPackageException">Labels and classes, or bands and network, do not fit, the trees are no trees, or nothing may be written.</exception>
    public string Wrap(ModelDefinition definition, bool mayWrite, ICollection<string> warnings)
    {
        var name = Path.GetFileName(_path);
        if (!mayWrite)
        {
            throw new ModelPackageException(
                $"'{name}' classifies rows of bands and is written anew as an image network, which is not done in a raster store: pack the .emd and the network as a .dlpk, or upload them.");
        }

        if (new FileInfo(_path).Length > LargestFile)
        {
            throw new ModelPackageException($"'{name}' classifies rows of bands and has more than {LargestFile} bytes, which is refused.");
        }

        var classes = PixelClassRules.Choose(_network, definition);
        var bands = Bands(definition);
        if (definition.Classes.FirstOrDefault(c => Math.Abs(c.Value) > LargestValue) is { } large)
        {
            throw new ModelPackageException($"Classes has the Value {large.Value}; of a network that gives labels it must be at most {LargestValue}.");
        }

        try
        {
            var file = File.ReadAllBytes(_path);
            TreeChecks.CheckAll(_model, file, bands);
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The network classifies rows of {bands} bands; it was wrapped as an image network, which takes each pixel by itself. Output '{_network.Output}' is read."));
            return ContentFile.Write(Path.GetDirectoryName(_path)!, Path.GetFileNameWithoutExtension(_path), Kind, ImageNetworkWriter.Write(file, _network, bands, classes));
        }
        catch (OnnxFormatException exception)
        {
            throw new ModelPackageException($"'{name}' cannot be used. {exception.Message}", exception);
        }
    }

    private int Bands(ModelDefinition definition)
    {
        var (listed, declared) = (definition.ExtractBands.Count, _network.Bands);
        if (listed > 0 && declared is not null && listed != declared)
        {
            throw new ModelPackageException($"ExtractBands of the .emd lists {listed} bands, but the network takes rows of {declared}; list exactly {declared}.");
        }

        return declared ?? (listed > 0 ? listed : throw new ModelPackageException(
            $"The network's input '{_network.Input.Name}' does not say how many bands a row has; list them in ExtractBands of the .emd."));
    }

    private static void FillClasses(JsonObject document, PixelNetwork network, ICollection<string> warnings)
    {
        if (network.Labels is not { } labels || new EmdKeys(document, "").Node("Classes") is not (null or JsonArray { Count: 0 }))
        {
            return;
        }

        document["Classes"] = labels.Numbers is { } numbers
            ? new JsonArray([.. numbers.Select(number => (JsonNode)new JsonObject { ["Value"] = number, ["Name"] = $"Class {number}" })])
            : new JsonArray([.. labels.Texts!.Select((text, place) => (JsonNode)new JsonObject { ["Value"] = place + 1, ["Name"] = text })]);
        warnings.Add("Classes of the .emd were filled from the network's labels.");
    }
}
