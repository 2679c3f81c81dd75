using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>What <c>convert_torchscript.py</c> is asked for.</summary>
/// <param name="Bands">Bands of a tile; null where the definition does not say.</param>
/// <param name="Height">Rows of it; null likewise.</param>
/// <param name="Width">Columns of it; null likewise.</param>
/// <param name="Output">The output that is read, of a module that gives several by name; null to have it chosen.</param>
/// <param name="Free">Axes that may be free: <c>batch</c>, <c>size</c>.</param>
internal sealed record ConversionRequest(int? Bands, int? Height, int? Width, string? Output, IReadOnlyList<string> Free)
{
    /// <summary>Bytes of address space.</summary>
    public long Memory { get; init; }

    /// <summary>Seconds of processor time.</summary>
    public long Seconds { get; init; }

    // larger ones are planned for by the service, and an example of them only takes time
    private const int LargestExample = 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What a model definition says of it.</summary>
    /// <exception cref="ModelPackageException">The definition cannot be used.</exception>
    public static ConversionRequest Of(JsonObject document)
    {
        var definition = ModelDefinitionParser.Parse((JsonObject)document.DeepClone(), "The .emd");
        var size = definition is { ImageHeight: <= LargestExample, ImageWidth: <= LargestExample } ? (definition.ImageHeight, definition.ImageWidth) : (null, null);
        return new ConversionRequest(definition.ExtractBands.Count > 0 ? definition.ExtractBands.Count : null, size.Item1, size.Item2, definition.OutputName, ["batch", "size"]);
    }

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
