using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Areas;

// Reads the values of a class band as numbers of their own, from 0 in the order in which they are met; -1 where there is no pixel.
internal sealed class ClassSamples(GdalRasterBand band)
{
    // The number of a sample that is none.
    public const int NoData = -1;

    private const int MostValues = 1 << 16;
    private const int NotMet = -2;
    private readonly Dictionary<long, int> _numbers = [];
    private readonly List<long> _values = [];
    private readonly bool _hasMask = band.MaskFlags != GMF_ALL_VALID;
    private readonly int[]? _numberOfByte = NumbersOfBytes(band);
    private double[] _samples = [];
    private byte[] _mask = [];

    // The values by their numbers.
    public IReadOnlyList<long> Values => _values;

    // InvalidRequestException: there are more values than classes can be.
    public void Read(PixelWindow window, Span<int> numbers)
    {
        var count = numbers.Length;
        if (_numberOfByte is not null)
        {
            ReadBytes(window, numbers, _numberOfByte);
            return;
        }

        (_samples, _mask) = (_samples.Length < count ? new double[count] : _samples, _mask.Length < count ? new byte[count] : _mask);
        Read(band.Handle, window, _samples.AsSpan(0, count), GdalDataType.GDT_Float64);
        if (_hasMask)
        {
            Read(band.GetMask(), window, _mask.AsSpan(0, count), GdalDataType.GDT_Byte);
        }

        var (last, number) = (double.NaN, 0);
        for (var i = 0; i < count; i++)
        {
            if (_hasMask && _mask[i] == 0)
            {
                numbers[i] = NoData;
                continue;
            }

            if (_samples[i] != last)
            {
                last = _samples[i];
                number = NumberOf((long)last);
            }

            numbers[i] = number;
        }
    }

    // What a byte stands for, where nothing but its value says whether there is a pixel: by far the most class rasters. Null for other bands.
    private static int[]? NumbersOfBytes(GdalRasterBand band)
    {
        if (band.PixelType != PixelType.U8 || band.MaskFlags is not (GMF_ALL_VALID or GMF_NODATA))
        {
            return null;
        }

        var numbers = new int[byte.MaxValue + 1];
        Array.Fill(numbers, NotMet);
        if (band.MaskFlags == GMF_NODATA && band.NoData is { } none)
        {
            numbers[(int)none] = NoData;
        }

        return numbers;
    }

    private void ReadBytes(PixelWindow window, Span<int> numbers, int[] numberOfByte)
    {
        _mask = _mask.Length < numbers.Length ? new byte[numbers.Length] : _mask;
        var bytes = _mask.AsSpan(0, numbers.Length);
        Read(band.Handle, window, bytes, GdalDataType.GDT_Byte);
        for (var i = 0; i < bytes.Length; i++)
        {
            var number = numberOfByte[bytes[i]];
            numbers[i] = number != NotMet ? number : numberOfByte[bytes[i]] = NumberOf(bytes[i]);
        }
    }

    private int NumberOf(long value)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = _values.Count < MostValues ? _values.Count
                : throw new InvalidRequestException("id", $"The raster has more than {MostValues} different values: they are measurements, not classes.");
            _numbers.Add(value, number);
            _values.Add(value);
        }

        return number;
    }

    private unsafe void Read<T>(nint source, PixelWindow window, Span<T> samples, GdalDataType type)
        where T : unmanaged
    {
        using var errors = GdalErrorScope.Enter($"Reading {window} of", band.Dataset.Path);
        fixed (T* buffer = samples)
        {
            errors.CheckResult("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                source, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height, buffer, window.Width, window.Height, type, sizeof(T), (long)sizeof(T) * window.Width, 0));
        }
    }
}
