using System.Runtime.InteropServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// The values of a class raster in 16 bits, in their order. Rasters of one or two bytes are coded by value, others by the places of their classes.
internal sealed class ClassCodes
{
    private const int Wide = 1 << 16;

    private readonly PixelType _type;
    private readonly long[]? _values;
    private readonly Dictionary<long, ushort> _codes = [];

    public ClassCodes(ClassifiedRasterProfile profile)
    {
        _type = profile.PixelType;
        switch (_type)
        {
            case PixelType.U8 or PixelType.U16 or PixelType.S16:
                NoData = CodeOf(profile.NoData);
                break;
            case PixelType.U32 or PixelType.S32:
                _values = [.. profile.Classes.Select(c => c.Value).Append(profile.NoData).Distinct().Order()];
                if (_values.Length > Wide)
                {
                    throw new RasterAccessException($"A raster of {_values.Length - 1} classes cannot be smoothed; {Wide - 1} are the most.");
                }

                _codes = _values.Index().ToDictionary(pair => pair.Item, pair => (ushort)pair.Index);
                NoData = CodeOf(profile.NoData);
                break;
            default:
                throw new RasterAccessException($"A raster of {_type} has no classes and cannot be smoothed.");
        }
    }

    public ushort NoData { get; }

    public long ValueOf(ushort code) => _values is { } values ? values[code] : _type == PixelType.S16 ? code + (long)short.MinValue : code;

    public void Decode(ReadOnlySpan<byte> native, Span<ushort> codes)
    {
        switch (_type)
        {
            case PixelType.U8:
                for (var i = 0; i < codes.Length; i++)
                {
                    codes[i] = native[i];
                }

                break;
            case PixelType.U16:
                MemoryMarshal.Cast<byte, ushort>(native)[..codes.Length].CopyTo(codes);
                break;
            default:
                for (var i = 0; i < codes.Length; i++)
                {
                    codes[i] = CodeOf(_type switch
                    {
                        PixelType.S16 => MemoryMarshal.Cast<byte, short>(native)[i],
                        PixelType.S32 => MemoryMarshal.Cast<byte, int>(native)[i],
                        _ => MemoryMarshal.Cast<byte, uint>(native)[i],
                    });
                }

                break;
        }
    }

    public void Encode(ReadOnlySpan<ushort> codes, Span<byte> native)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            var value = ValueOf(codes[i]);
            switch (_type)
            {
                case PixelType.U8:
                    native[i] = (byte)value;
                    break;
                case PixelType.U16 or PixelType.S16:
                    MemoryMarshal.Cast<byte, ushort>(native)[i] = unchecked((ushort)value);
                    break;
                default:
                    MemoryMarshal.Cast<byte, uint>(native)[i] = unchecked((uint)value);
                    break;
            }
        }
    }

    private ushort CodeOf(long value) => _type switch
    {
        PixelType.S16 => (ushort)(value - short.MinValue),
        PixelType.U8 or PixelType.U16 => (ushort)value,
        _ => _codes.TryGetValue(value, out var code) ? code : throw new RasterAccessException($"The raster has the value {value}, which is none of its classes."),
    };
}
