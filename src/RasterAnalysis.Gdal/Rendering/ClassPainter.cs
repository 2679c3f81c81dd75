using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal.Rendering;

// Colours by the band's colour table; a value that it does not hold is transparent.
internal sealed class ClassPainter : Painter
{
    private readonly (byte, byte, byte, byte)[] _colors;

    public ClassPainter(GdalRasterBand band)
        : base([band.Number])
    {
        var table = LibGdal.GDALGetRasterColorTable(band.Handle);
        _colors = new (byte, byte, byte, byte)[LibGdal.GDALGetColorEntryCount(table)];
        for (var i = 0; i < _colors.Length; i++)
        {
            _ = LibGdal.GDALGetColorEntryAsRGB(table, i, out var entry);
            _colors[i] = ((byte)entry.C1, (byte)entry.C2, (byte)entry.C3, (byte)entry.C4);
        }
    }

    public override bool IsOfClasses => true;

    protected override (byte Red, byte Green, byte Blue, byte Alpha) ColorOf(ReadOnlySpan<float> samples, int pixel, int count)
    {
        var value = samples[pixel];
        return value >= 0 && value < _colors.Length ? _colors[(int)value] : ((byte)255, (byte)255, (byte)255, (byte)0);
    }
}
