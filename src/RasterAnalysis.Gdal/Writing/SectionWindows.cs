using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing;

// Windows of the class raster that sections are together. Few are open at a time: GDAL keeps up to a hundred of a virtual raster's, and what each has read and decoded.
internal sealed class SectionWindows(ClassifiedRasterProfile profile, ClassCodes codes, IReadOnlyList<SectionRaster> sections) : IClassWindows
{
    // a window that is no larger than a section lies in so many at the most
    private const int MostOpen = 4;

    private readonly LinkedList<(SectionRaster Section, GdalDataset Dataset)> _open = new();
    private byte[] _native = [];
    private ushort[] _codes = [];

    public Span<ushort> Read(PixelWindow window)
    {
        var count = checked((int)window.PixelCount);
        var size = profile.PixelType.ByteSize();
        if (_codes.Length < count)
        {
            (_native, _codes) = (new byte[checked(count * size)], new ushort[count]);
        }

        var found = _codes.AsSpan(0, count);
        var native = _native.AsSpan(0, count * size);
        (SectionRaster Section, PixelWindow Part)[] parts = [.. sections.Select(section => (section, section.Window.Intersect(window))).Where(part => !part.Item2.IsEmpty)];
        if (parts.Sum(part => part.Part.PixelCount) < count)
        {
            found.Fill(codes.NoData);
            codes.Encode(found, native);
        }

        foreach (var (section, part) in parts)
        {
            Read(section, part, window, size);
        }

        codes.Decode(native, found);
        return found;
    }

    public void Dispose()
    {
        foreach (var (_, dataset) in _open)
        {
            dataset.Dispose();
        }

        _open.Clear();
    }

    private unsafe void Read(SectionRaster section, PixelWindow part, PixelWindow window, int size)
    {
        var dataset = DatasetOf(section);
        using var errors = GdalErrorScope.Enter($"Reading {part} of", dataset.Path);
        fixed (byte* samples = &_native[(((part.RowOffset - window.RowOffset) * window.Width) + part.ColumnOffset - window.ColumnOffset) * size])
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                dataset.Band(1).Handle, GF_Read, part.ColumnOffset - section.Window.ColumnOffset, part.RowOffset - section.Window.RowOffset, part.Width, part.Height,
                samples, part.Width, part.Height, PixelTypeMap.ToGdal(profile.PixelType), size, (long)window.Width * size, 0));
        }
    }

    private GdalDataset DatasetOf(SectionRaster section)
    {
        for (var node = _open.First; node is not null; node = node.Next)
        {
            if (node.Value.Section == section)
            {
                _open.Remove(node);
                _open.AddFirst(node);
                return node.Value.Dataset;
            }
        }

        if (_open.Count == MostOpen)
        {
            _open.Last!.Value.Dataset.Dispose();
            _open.RemoveLast();
        }

        return _open.AddFirst((section, GdalDataset.Open(section.Path, isTrusted: true))).Value.Dataset;
    }
}
