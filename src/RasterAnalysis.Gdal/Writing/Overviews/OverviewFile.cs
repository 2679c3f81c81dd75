using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing.Overviews;

// One level of the pyramid while it is made. Tiles may come from several threads; they go past GDAL's block cache, whose dirty blocks would be written by
// whichever thread needs room.
internal sealed class OverviewFile : IDisposable
{
    public const int TileSide = SectionRasterWriter.BlockSize;
    private readonly Lock _gate = new();
    private readonly GdalDataset _dataset;

    public OverviewFile(string path, RasterSize size, GdalDataType type, int bands)
    {
        Size = size;
        string[] several = bands > 1 ? ["INTERLEAVE=BAND"] : [];
        _dataset = GdalDataset.Create("GTiff", path, size, bands, type, [.. SectionRasterWriter.CreationOptions(), .. several]);
    }

    public RasterSize Size { get; }

    // A whole tile, also where it hangs over the edge of the raster.
    public unsafe void Write<T>(int band, int tileColumn, int tileRow, ReadOnlySpan<T> tile)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tile.Length, TileSide * TileSide);
        lock (_gate)
        {
            using var errors = GdalErrorScope.Enter("Writing", _dataset.Path);
            fixed (T* samples = &MemoryMarshal.GetReference(tile))
            {
                errors.Check("GDALWriteBlock", LibGdal.GDALWriteBlock(_dataset.Band(band).Handle, tileColumn, tileRow, samples));
            }
        }
    }

    public void Complete() => _dataset.Complete();

    public void Dispose() => _dataset.Dispose();
}
