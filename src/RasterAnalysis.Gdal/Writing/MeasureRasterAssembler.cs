using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing.Overviews;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Makes the raster of measures out of the sections of a job: one cloud-optimised GeoTIFF of Byte, 0 to 100, with overviews by average (<c>docs/reference/confidence.md</c>).</summary>
/// <remarks>Thread-safe: each call writes a file of its own. Memory does not grow with the raster.</remarks>
public static class MeasureRasterAssembler
{
    // that of the classes comes first
    private const int FirstBand = 2;
    private const double OverviewsShare = 0.4;

    /// <summary>Assembles the sections under a temporary name in the same folder, closes the file, and renames it.</summary>
    /// <param name="targetPath">The <c>.tif</c>; one that exists is replaced.</param>
    /// <param name="grid">Where the pixels of the whole lie; kept to the last bit.</param>
    /// <param name="measures">Its bands, which are those of the sections behind the first.</param>
    /// <param name="sectionType">Sample type of the sections.</param>
    /// <param name="sections">Finished sections; what none of them covers becomes NoData.</param>
    /// <param name="metadata">Items for the file's metadata, by name.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1; may be called from another thread.</param>
    /// <param name="cancellationToken">Stops between two calls of <paramref name="progress"/>.</param>
    /// <exception cref="RasterAccessException">A section cannot be read, or the file not be written in full. Nothing is left.</exception>
    public static void Assemble(
        string targetPath,
        RasterGrid grid,
        IReadOnlyList<ScoreMeasure> measures,
        PixelType sectionType,
        IReadOnlyList<SectionRaster> sections,
        IReadOnlyDictionary<string, string> metadata,
        Action<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(metadata);
        var profile = ClassifiedRasterProfile.Measures;
        SectionMosaic.Band[] bands = [.. measures.Select(measure => new SectionMosaic.Band(measure.ToString(), profile.PixelType, profile.NoData))];
        string Xml(IReadOnlyList<string> overviews) => SectionMosaic.Xml(grid, bands, sectionType, sections, overviews, FirstBand);
        using var file = new TemporaryFile(targetPath);
        using (var overviews = OverviewPyramid.Build(targetPath, Xml([]), grid.Size, profile, share => progress?.Invoke(share * OverviewsShare), cancellationToken, bands.Length))
        using (var mosaic = GdalDataset.Open(Xml(overviews.Paths), isTrusted: true))
        {
            mosaic.SetGrid(grid);
            foreach (var (name, value) in metadata)
            {
                mosaic.SetMetadata(name, value);
            }

            CloudOptimized.Copy(mosaic, file.Path, share => progress?.Invoke(OverviewsShare + (share * (1 - OverviewsShare))), cancellationToken);
        }

        file.Commit();
    }
}
