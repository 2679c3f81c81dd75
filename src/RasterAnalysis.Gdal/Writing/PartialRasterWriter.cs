using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Writes virtual rasters of finished sections, in the classes' colours.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PartialRasterWriter : IPartialRasterWriter
{
    /// <inheritdoc/>
    public RasterInfo Write(string path, RasterGrid grid, ClassifiedRasterProfile profile, IReadOnlyList<SectionRaster> sections)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(profile);
        using var file = new TemporaryFile(path);
        using (var mosaic = GdalDataset.Open(SectionMosaic.Xml(grid, profile, sections), isTrusted: true))
        {
            mosaic.SetGrid(grid);
            if (profile.Classes.Count > 0)
            {
                ClassTables.Set(mosaic.Band(1), profile, []);
            }

            Copy(mosaic, file.Path);
        }

        file.Commit();
        return RasterDescriber.Describe(path, isTrusted: true);
    }

    private static unsafe void Copy(GdalDataset mosaic, string path)
    {
        using var errors = GdalErrorScope.Enter("Writing", path);
        using var options = new StringListHandle();
        var handle = LibGdal.GDALCreateCopy(GdalDataset.Driver("VRT"), path, mosaic.Handle, 0, options, null, null);
        using var copy = new GdalDataset(errors.Check("GDALCreateCopy", handle), path);
        copy.Complete();
    }
}
