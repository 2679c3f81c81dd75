using RasterAnalysis.Classification;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

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

    // The files lie beside the target and go with the pyramid. Progress hears the share that is done, one thread at a time.
    public static OverviewPyramid Build(
        string targetPath, string source, RasterSize size, ClassifiedRasterProfile profile, Action<double>? progress, CancellationToken cancellationToken)
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
                    targetPath, source, size, sizes[level..Math.Min(sizes.Length, level + PassLevels)], profile, isFirst ? progress : null, cancellationToken);
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
        string targetPath, string source, RasterSize size, RasterSize[] sizes, ClassifiedRasterProfile profile, Action<double>? progress,
        CancellationToken cancellationToken)
    {
        var files = new List<OverviewFile>();
        try
        {
            foreach (var level in sizes)
            {
                _files.Add(new TemporaryFile(targetPath));
                files.Add(new OverviewFile(_files[^1].Path, level, PixelTypeMap.ToGdal(profile.PixelType)));
            }

            Pass(profile, source, size, files)(progress, cancellationToken);
            files.ForEach(file => file.Complete());
            return (_files[^1].Path, sizes[^1]);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    // Class values are only compared, so their sign does not matter.
    private static Action<Action<double>?, CancellationToken> Pass(ClassifiedRasterProfile profile, string source, RasterSize size, IReadOnlyList<OverviewFile> files)
    {
        unchecked
        {
            return (profile.PixelType, profile.PixelType.ByteSize()) switch
            {
                (PixelType.F32, _) => new OverviewPass<float, Mean>(source, size, GdalDataType.GDT_Float32, profile.NoData, files).Run,
                (_, sizeof(byte)) => new OverviewPass<byte, ByteMajority>(source, size, GdalDataType.GDT_Byte, (byte)profile.NoData, files).Run,
                (PixelType.S16, _) => new OverviewPass<ushort, Majority<ushort>>(source, size, GdalDataType.GDT_Int16, (ushort)profile.NoData, files).Run,
                (_, sizeof(ushort)) => new OverviewPass<ushort, Majority<ushort>>(source, size, GdalDataType.GDT_UInt16, (ushort)profile.NoData, files).Run,
                (PixelType.S32, _) => new OverviewPass<uint, Majority<uint>>(source, size, GdalDataType.GDT_Int32, (uint)profile.NoData, files).Run,
                _ => new OverviewPass<uint, Majority<uint>>(source, size, GdalDataType.GDT_UInt32, (uint)profile.NoData, files).Run,
            };
        }
    }
}
