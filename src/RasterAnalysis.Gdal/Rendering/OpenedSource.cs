using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// A raster that is open for one request; rasters of a mosaic lie in a virtual raster in memory, which goes with it.
internal sealed class OpenedSource : IDisposable
{
    private readonly MemoryFolder? _folder;
    private readonly DatasetPool? _pool;

    private OpenedSource(GdalDataset dataset, MemoryFolder? folder, string? identity, DatasetPool? pool = null) =>
        (Dataset, _folder, Identity, _pool) = (dataset, folder, identity, pool);

    public GdalDataset Dataset { get; }

    // Tells one state of one file from all others; null where nothing may be remembered of it.
    public string? Identity { get; }

    // pool: where open files are taken from and go back to.
    public static OpenedSource Open(RasterSource source, DatasetPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Members is not { } members)
        {
            return OpenFile(source.Path, source.IsTrusted, pool);
        }

        if (members is [var only])
        {
            return OpenFile(only.Path, only.IsTrusted, pool);
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

    // Something went wrong with it: it is not used again.
    public bool IsSpoilt { get; set; }

    public void Dispose()
    {
        if (_pool is not null && Identity is not null && !IsSpoilt)
        {
            _pool.Return(Identity, Dataset);
            return;
        }

        Dataset.Dispose();
        _folder?.Dispose();
    }

    private static OpenedSource OpenFile(string path, bool isTrusted, DatasetPool? pool)
    {
        // what a virtual raster shows may change while it stays the same
        pool = Path.GetExtension(path).Equals(".vrt", StringComparison.OrdinalIgnoreCase) ? null : pool;
        var identity = IdentityOf(path) is { } file ? $"{file}|{isTrusted}" : null;
        var dataset = (identity is null ? null : pool?.Take(identity)) ?? GdalDataset.Open(path, isTrusted);
        return new OpenedSource(dataset, null, identity, pool);
    }

    private static string? IdentityOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{path}|{file.LastWriteTimeUtc.Ticks}|{file.Length}" : null;
    }
}
