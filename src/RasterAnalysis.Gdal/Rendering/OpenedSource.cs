using RasterAnalysis.Files;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Gdal.Rendering;

// A raster that is open for one request; rasters of a mosaic lie in a virtual raster in memory, which goes with it.
internal sealed class OpenedSource : IDisposable
{
    private readonly MemoryFolder? _folder;
    private readonly (DatasetPool Pool, DatasetPool.Pooled Dataset)? _lent;

    private OpenedSource(GdalDataset dataset, MemoryFolder? folder, string? identity) => (Dataset, _folder, Identity) = (dataset, folder, identity);

    private OpenedSource(string identity, DatasetPool.Pooled lent, DatasetPool pool)
        : this(lent.Dataset, null, identity) => _lent = (pool, lent);

    public GdalDataset Dataset { get; }

    // Tells one state of one file from all others; null where nothing may be remembered of it.
    public string? Identity { get; }

    // What is known of the file as a class raster; null where it is none, and of files that are not kept open.
    public ClassLevels? Classes => _lent?.Dataset.Classes;

    // Something went wrong with it: it is not used again.
    public bool IsSpoilt { get; set; }

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
            return new OpenedSource(MosaicFile.Open(folder, grid, members), folder, null);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_lent is { } lent && !IsSpoilt)
        {
            lent.Pool.Return(Identity!, lent.Dataset);
            return;
        }

        Dataset.Dispose();
        _folder?.Dispose();
    }

    private static OpenedSource OpenFile(string path, bool isTrusted, DatasetPool? pool)
    {
        // a file that is read by ranges has its state in its description
        var identity = FileStamp.Find(RangedFilePath.FileOf(path) ?? path) is { } file ? $"{file} {isTrusted}" : null;
        return identity is not null && pool is not null
            ? new OpenedSource(identity, pool.Take(identity) ?? pool.Opened(GdalDataset.Open(path, isTrusted)), pool)
            : new OpenedSource(GdalDataset.Open(path, isTrusted), null, identity);
    }
}
