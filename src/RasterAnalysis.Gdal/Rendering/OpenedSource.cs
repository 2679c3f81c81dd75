using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// A raster that is open for one request; rasters of a mosaic lie in a virtual raster in memory, which goes with it.
internal sealed class OpenedSource : IDisposable
{
    private readonly MemoryFolder? _folder;

    private OpenedSource(GdalDataset dataset, MemoryFolder? folder, string? identity) => (Dataset, _folder, Identity) = (dataset, folder, identity);

    public GdalDataset Dataset { get; }

    // Tells one state of one file from all others; null where nothing may be remembered of it.
    public string? Identity { get; }

    public static OpenedSource Open(RasterSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Members is not { } members)
        {
            return new OpenedSource(GdalDataset.Open(source.Path, source.IsTrusted), null, IdentityOf(source.Path));
        }

        if (members is [var only])
        {
            return new OpenedSource(GdalDataset.Open(only.Path, only.IsTrusted), null, IdentityOf(only.Path));
        }

        var grid = source.Grid ?? throw new ArgumentException("The grid of the rasters must be given.", nameof(source));
        GdalRuntime.Initialize();
        var folder = new MemoryFolder();
        try
        {
            var path = folder.PathOf("mosaic.vrt");
            MosaicFile.Write(path, grid, members);
            return new OpenedSource(GdalDataset.Open(path, isTrusted: true), folder, null);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Dataset.Dispose();
        _folder?.Dispose();
    }

    private static string? IdentityOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{path}|{file.LastWriteTimeUtc.Ticks}|{file.Length}" : null;
    }
}
