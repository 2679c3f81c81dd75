using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>A file with a class raster in its first band.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
/// <param name="Grid">Where its pixels lie.</param>
/// <param name="Profile">Sample type, NoData value and classes.</param>
/// <param name="Metadata">What it says of the input and the model that it was made of.</param>
public sealed record ClassRasterFile(string Path, bool IsTrusted, RasterGrid Grid, ClassifiedRasterProfile Profile, IReadOnlyDictionary<string, string> Metadata)
{
    private static readonly string[] Kept = ["RASTERANALYSIS_INPUT", "RASTERANALYSIS_MODEL"];

    /// <summary>Describes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="classes">Its classes.</param>
    /// <exception cref="RasterAccessException">It cannot be opened, or says no NoData value.</exception>
    public static ClassRasterFile Describe(string path, bool isTrusted, IReadOnlyList<ClassDefinition> classes)
    {
        using var dataset = GdalDataset.Open(path, isTrusted);
        var band = dataset.Band(1);
        var noData = band.NoData
            ?? throw new RasterAccessException($"'{System.IO.Path.GetFileName(path)}' says no NoData value, so that its pixels cannot be told from those that are none; gdal_edit.py -a_nodata gives it one.");
        return new ClassRasterFile(
            path, isTrusted, dataset.Grid, new ClassifiedRasterProfile(band.PixelType, (long)noData, classes),
            Kept.Select(name => (name, Text: dataset.GetMetadata(name))).Where(pair => pair.Text is not null).ToDictionary(pair => pair.name, pair => pair.Text!));
    }
}
