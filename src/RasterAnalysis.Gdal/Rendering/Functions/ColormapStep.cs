using System.Buffers;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Red, green and blue of the values of one plane. What has no colour is no pixel.
internal sealed class ColormapStep : SampleStep
{
    private readonly Dictionary<long, ColormapEntry> _colors = [];

    // planes of a view are large, and many views come: memory that is new each time would cost more than the painting
    private double[][] _planes = [];

    public ColormapStep(IEnumerable<ColormapEntry> entries)
    {
        foreach (var entry in entries)
        {
            _colors[entry.Value] = entry;
        }
    }

    public override PixelType Type => PixelType.U8;

    public override int BandCount => 3;

    // By the band's own colour table.
    public static ColormapStep Of(GdalRasterBand band)
    {
        var table = LibGdal.GDALGetRasterColorTable(band.Handle);
        var entries = new ColormapEntry[LibGdal.GDALGetColorEntryCount(table)];
        for (var i = 0; i < entries.Length; i++)
        {
            _ = LibGdal.GDALGetColorEntryAsRGB(table, i, out var entry);
            entries[i] = new ColormapEntry(i, (byte)entry.C1, (byte)entry.C2, (byte)entry.C3, entry.C4 > 0);
        }

        return new ColormapStep(entries);
    }

    public override double[][] Apply(double[][] planes, GridWindow window)
    {
        var count = window.Count;
        var values = planes[0];
        if (_planes.Length == 0 || _planes[0].Length < count)
        {
            Release();
            _planes = [.. Enumerable.Range(0, BandCount).Select(_ => ArrayPool<double>.Shared.Rent(count))];
        }

        var result = _planes;

        // classes lie in patches: the colour of a pixel is mostly that of the one before
        var (last, color) = (double.NaN, default(ColormapEntry));
        for (var i = 0; i < count; i++)
        {
            if (values[i] != last)
            {
                last = values[i];
                color = double.IsNaN(last) ? default : _colors.GetValueOrDefault((long)Math.Floor(last + 0.5));
            }

            (result[0][i], result[1][i], result[2][i]) = color.IsVisible ? (color.Red, color.Green, color.Blue) : (double.NaN, double.NaN, double.NaN);
        }

        return result;
    }

    public override void Release()
    {
        Array.ForEach(_planes, plane => ArrayPool<double>.Shared.Return(plane));
        _planes = [];
    }
}
