using System.Text.Json;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Reads back what a classified raster says of its classes.</summary>
/// <remarks>Thread-safe: each call opens the file for itself.</remarks>
public static class ClassifiedRasterReader
{
    /// <summary>The classes and their pixel counts, from the file's own metadata.</summary>
    /// <param name="path">File of the raster.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <returns>Null when the raster carries no classes of ours.</returns>
    /// <exception cref="RasterAccessException">The file cannot be opened, or its class list is no list of classes.</exception>
    public static (IReadOnlyList<ClassDefinition> Classes, IReadOnlyList<ClassCount> Counts)? ReadClasses(string path, bool isTrusted)
    {
        using var dataset = GdalDataset.Open(path, isTrusted);
        try
        {
            return ClassMetadata.Get(dataset);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new RasterAccessException($"The class list of '{Path.GetFileName(path)}' is not understood.", innerException: e);
        }
    }
}
