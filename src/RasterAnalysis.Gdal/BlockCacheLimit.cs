using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

// A lower limit of GDAL's block cache until it is disposed. The cache belongs to the process.
internal sealed class BlockCacheLimit : IDisposable
{
    private readonly long _before = LibGdal.GDALGetCacheMax64();

    public BlockCacheLimit(long bytes) => LibGdal.GDALSetCacheMax64(Math.Min(bytes, _before));

    public void Dispose() => LibGdal.GDALSetCacheMax64(_before);
}
