using RasterAnalysis.Models;

namespace RasterAnalysis.Api.Items;

/// <summary>A class of a model or of a classified raster.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name.</param>
/// <param name="Color">Red, green and blue, each 0 to 255.</param>
/// <param name="Count">Pixels that have it; left out for models.</param>
internal sealed record ClassModel(long Value, string Name, IReadOnlyList<int> Color, long? Count)
{
    public static ClassModel From(ClassDefinition definition, long? count = null) =>
        new(definition.Value, definition.Name, [definition.Color.Red, definition.Color.Green, definition.Color.Blue], count);
}
