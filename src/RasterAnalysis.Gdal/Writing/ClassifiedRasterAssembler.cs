using System.Text;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing.Overviews;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Makes the classified raster out of the sections of a job: one cloud-optimised GeoTIFF (<c>docs/reference/classified-raster.md</c>).</summary>
/// <remarks>Thread-safe: each call writes a file of its own. Memory does not grow with the raster.</remarks>
public static class ClassifiedRasterAssembler
{
    // The rest of the time goes into the file itself.
    private const double OverviewsShare = 0.3;

    // GDAL before 3.12 moves the whole of its metadata tag to a sidecar when it has more than 32000 bytes. Some are for the items that are not ours.
    private const int MetadataRoom = 26000;

    // "  <Item name=\"\"></Item>" and the end of the line
    private const int ItemFrame = 25;

    /// <summary>Assembles the sections under a temporary name in the same folder, closes the file, and renames it.</summary>
    /// <param name="targetPath">
    /// The <c>.tif</c>; one that exists is replaced. Attribute table and category names also go to <c>.aux.xml</c> beside it.
    /// </param>
    /// <param name="grid">Where the pixels of the whole lie; kept to the last bit.</param>
    /// <param name="profile">Sample type, NoData value, classes.</param>
    /// <param name="sections">Finished sections; what none of them covers becomes NoData.</param>
    /// <param name="counts">Pixels of each class value.</param>
    /// <param name="metadata">More items for the file's metadata, by name.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1; may be called from another thread.</param>
    /// <param name="cancellationToken">Stops between two calls of <paramref name="progress"/>.</param>
    /// <param name="areas">Ground of each class, for the attribute table; null where it is not known.</param>
    /// <exception cref="RasterAccessException">A section cannot be read, or the file not be written in full. Nothing is left.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing is left.</exception>
    public static void Assemble(
        string targetPath,
        RasterGrid grid,
        ClassifiedRasterProfile profile,
        IReadOnlyList<SectionRaster> sections,
        IReadOnlyList<ClassCount> counts,
        IReadOnlyDictionary<string, string> metadata,
        Action<double>? progress,
        CancellationToken cancellationToken,
        SectionAreas? areas = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(metadata);
        cancellationToken.ThrowIfCancellationRequested();
        using var file = new TemporaryFile(targetPath);
        using (var overviews = OverviewPyramid.Build(
            targetPath, SectionMosaic.Xml(grid, profile, sections), grid.Size, profile, share => progress?.Invoke(share * OverviewsShare), cancellationToken))
        using (var mosaic = GdalDataset.Open(SectionMosaic.Xml(grid, profile, sections, overviews.Paths), isTrusted: true))
        {
            mosaic.SetGrid(grid);
            foreach (var (name, value) in metadata)
            {
                mosaic.SetMetadata(name, value);
            }

            var table = profile.Classes.Count > 0 ? SetClasses(mosaic, profile, counts, areas) : null;
            CloudOptimized.Copy(mosaic, file.Path, share => progress?.Invoke(OverviewsShare + (share * (1 - OverviewsShare))), cancellationToken);
            table?.Fill(file.Path);
        }

        file.Commit();
    }

    /// <returns>The attribute table whose place is kept in the file; null when there is none to fill.</returns>
    private static EmbeddedAttributeTable? SetClasses(GdalDataset mosaic, ClassifiedRasterProfile profile, IReadOnlyList<ClassCount> counts, SectionAreas? areas)
    {
        ClassTables.Set(mosaic.Band(1), profile, counts, areas);
        var table = EmbeddedAttributeTable.Of(profile.Classes, counts, areas) is { Length: <= MetadataRoom } found ? found : null;
        table?.Reserve(mosaic.Band(1));
        var items = ClassMetadata.ItemsOf(profile.Classes, counts);
        if (items.Sum(item => ItemFrame + item.Key.Length + Encoding.UTF8.GetByteCount(item.Value)) + (table?.Length ?? 0) <= MetadataRoom)
        {
            ClassMetadata.Set(mosaic, items);
        }
        else
        {
            ClassMetadata.SetDescription(mosaic, items);
        }

        return table;
    }
}
