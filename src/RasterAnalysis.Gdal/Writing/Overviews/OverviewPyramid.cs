using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing.Overviews;

// The overviews of a mosaic, each half of the one below, down to one tile; in files of their own until the raster is put together.
// GDAL's COG driver makes them too, on one core and with memory that grows with the raster.
internal sealed class OverviewPyramid : IDisposable
{
    // Levels of one pass: their tiles are whole when the square that is read is a tile times two to this power.
    private const int PassLevels = 2;
    private readonly List<TemporaryFile> _files = [];

    private OverviewPyramid()
    {
    }

    // The files, largest first.
    public IReadOnlyList<string> Paths => [.. _files.Select(file => file.Path)];

    // The sizes of a pyramid, without the raster itself.
    public static IEnumerable<RasterSize> Sizes(RasterSize size)
    {
        while (Math.Max(size.Width, size.Height) > OverviewFile.TileSide)
        {
            yield return size = new RasterSize((size.Width + 1) / 2, (size.Height + 1) / 2);
        }
    }

    // The files lie beside the target and go with the pyramid; of a raster of several bands they have as many, all of its type. Progress hears the share that is done, one thread at a time.
    public static OverviewPyramid Build(
        string targetPath, string source, RasterSize size, ClassifiedRasterProfile profile, Action<double>? progress, CancellationToken cancellationToken, int bands = 1)
    {
        var pyramid = new OverviewPyramid();
        try
        {
            RasterSize[] sizes = [.. Sizes(size)];
            for (var level = 0; level < sizes.Length; level += PassLevels)
            {
                // after the first pass a sixteenth is left to read
                var isFirst = level == 0;
                (source, size) = pyramid.AddLevels(
                    targetPath, source, size, sizes[level..Math.Min(sizes.Length, level + PassLevels)], profile, bands, isFirst ? progress : null, cancellationToken);
            }

            return pyramid;
        }
        catch
        {
            pyramid.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private (string Path, RasterSize Size) AddLevels(
        string targetPath, string source, RasterSize size, RasterSize[] sizes, ClassifiedRasterProfile profile, int bands, Action<double>? progress,
        CancellationToken cancellationToken)
    {
        var files = new List<OverviewFile>();
        try
        {
            foreach (var level in sizes)
            {
                _files.Add(new TemporaryFile(targetPath));
                files.Add(new OverviewFile(_files[^1].Path, level, PixelTypeMap.ToGdal(profile.PixelType), bands));
            }

            for (var band = 1; band <= bands; band++)
            {
                var before = band - 1;
                Pass(profile, source, band, size, files, progress is null ? null : share => progress((before + share) / bands), cancellationToken);
            }

            files.ForEach(file => file.Complete());
            return (_files[^1].Path, sizes[^1]);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    // Class values are only compared, so their sign does not matter.
    private static void Pass(
        ClassifiedRasterProfile profile, string source, int band, RasterSize size, IReadOnlyList<OverviewFile> files, Action<double>? progress, CancellationToken cancellationToken)
    {
        unchecked
        {
            switch (profile.PixelType.ByteSize())
            {
                case sizeof(float) when profile.PixelType == PixelType.F32:
                    Run<float, Average>(profile.NoData);
                    break;
                case sizeof(byte) when profile.IsMeasure:
                    Run<byte, ByteAverage>((byte)profile.NoData);
                    break;
                case sizeof(byte):
                    Run<byte, ByteMode>((byte)profile.NoData);
                    break;
                case sizeof(ushort):
                    Run<ushort, Mode<ushort>>((ushort)profile.NoData);
                    break;
                default:
                    Run<uint, Mode<uint>>((uint)profile.NoData);
                    break;
            }
        }

        void Run<T, THalving>(T noData)
            where T : unmanaged
            where THalving : IHalving<T> =>
            new OverviewPass<T, THalving>(source, band, size, PixelTypeMap.ToGdal(profile.PixelType), noData, files).Run(progress, cancellationToken);
    }
}
