using System.Runtime.InteropServices;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// The values of a view in memory: a plane of samples for each band, in the machine's byte order, and which pixels there are.
internal sealed class ValuePlanes
{
    private readonly double _fill;

    public ValuePlanes(RasterGrid grid, PixelType type, int bandCount, double? noData)
    {
        (Grid, Type, NoData, _fill) = (grid, type, noData, noData ?? 0);
        var count = checked((int)grid.Size.PixelCount);
        Validity = new byte[count];
        Bands = [.. Enumerable.Range(0, bandCount).Select(_ => new byte[checked(count * type.ByteSize())])];
    }

    public RasterGrid Grid { get; }

    public PixelType Type { get; }

    // Written where there is no sample; null where that is 0 and only Validity tells.
    public double? NoData { get; }

    public byte[][] Bands { get; }

    // 1 for a pixel with a sample in one of the bands (or in all), 0 for none.
    public byte[] Validity { get; }

    public bool IsWhole => !Validity.AsSpan().Contains((byte)0);

    public void Put(int first, double[][] planes, int count, bool needsAll)
    {
        for (var i = 0; i < count; i++)
        {
            var valid = planes.Count(plane => !double.IsNaN(plane[i]));
            Validity[first + i] = valid >= (needsAll ? planes.Length : 1) ? (byte)1 : (byte)0;
        }

        for (var band = 0; band < Bands.Length; band++)
        {
            Convert(planes[band].AsSpan(0, count), Bands[band].AsSpan(first * Type.ByteSize()));
        }
    }

    // Rounded half up and limited to the type's range, as GDAL does.
    private void Convert(ReadOnlySpan<double> from, Span<byte> to)
    {
        switch (Type)
        {
            case PixelType.U8:
                Convert(from, to, value => (byte)value);
                break;
            case PixelType.U16:
                Convert(from, MemoryMarshal.Cast<byte, ushort>(to), value => (ushort)value);
                break;
            case PixelType.S16:
                Convert(from, MemoryMarshal.Cast<byte, short>(to), value => (short)value);
                break;
            case PixelType.U32:
                Convert(from, MemoryMarshal.Cast<byte, uint>(to), value => (uint)value);
                break;
            case PixelType.S32:
                Convert(from, MemoryMarshal.Cast<byte, int>(to), value => (int)value);
                break;
            case PixelType.F32:
                Convert(from, MemoryMarshal.Cast<byte, float>(to), value => (float)value);
                break;
            case PixelType.F64:
                Convert(from, MemoryMarshal.Cast<byte, double>(to), value => value);
                break;
            default:
                throw new InvalidRequestException("pixelType", $"{Type} is not written; take S16 for signed bytes and F64 for 64-bit integers.");
        }
    }

    private void Convert<T>(ReadOnlySpan<double> from, Span<T> to, Func<double, T> cast)
    {
        var range = Type.IntegerRange();
        for (var i = 0; i < from.Length; i++)
        {
            var value = double.IsNaN(from[i]) ? _fill : from[i];
            to[i] = cast(range is { } limits ? Math.Clamp(Math.Floor(value + 0.5), limits.Min, limits.Max) : value);
        }
    }
}
