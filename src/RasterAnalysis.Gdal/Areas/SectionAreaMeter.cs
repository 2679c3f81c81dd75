using System.Numerics;
using System.Runtime.InteropServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Areas;

/// <summary>
/// Measures the classes of sections while their pixels are in memory, so that nobody has to read the finished raster for it. It does so where the ground is smooth under a whole section, as it is
/// under nearly all rasters; of others <see cref="ClassAreaReader"/> measures the whole.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class SectionAreaMeter : IDisposable
{
    // Rows of classes are runs of pixels, each of which is a difference of two sums. Where runs are shorter than this pixel by pixel is quicker, until another look after so many rows.
    private const int ShortestRun = 3;
    private const int Patience = 32;

    // sums of neighbouring pixels apart, so that one of a class need not wait for the one beside it
    private const int Lanes = 4;
    private const int Bytes = byte.MaxValue + 1;

    // columns and rows of the part of a raster whose ground is looked for at a time
    private const int Side = 8192;

    private readonly RasterSize _size;
    private readonly ClassifiedRasterProfile _profile;
    private readonly Dictionary<long, int> _numbers;
    private readonly NeumaierSum[] _sums;
    private readonly double[] _lanes = new double[Lanes * Bytes];
    private readonly double[] _parts;
    private readonly int[] _numberOfByte = new int[Bytes];
    private Ground? _ground;
    private (PixelWindow Window, PixelAreas? Part) _wide;
    private double[] _row = [];
    private int[] _ends = [];
    private int _noisyRows;

    /// <summary>Looks where a raster lies.</summary>
    /// <param name="grid">The grid of the whole.</param>
    /// <param name="profile">What its pixels are.</param>
    public SectionAreaMeter(RasterGrid grid, ClassifiedRasterProfile profile)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(profile);
        (_size, _profile) = (grid.Size, profile);
        _numbers = profile.Classes.Select(c => c.Value).Append(profile.NoData).Index().ToDictionary(value => value.Item, value => value.Index);
        (_sums, _parts) = (new NeumaierSum[_numbers.Count], new double[_numbers.Count]);
        foreach (var (value, number) in profile.PixelType.ByteSize() == 1 ? _numbers : [])
        {
            _numberOfByte[(byte)value] = number;
        }

        _ground = profile.Classes.Count > 0 && grid.Transform != GeoTransform.Identity ? Ground.Under(grid, isGeoreferenced: true).Ground : null;
    }

    /// <summary>Measures a section.</summary>
    /// <param name="window">Where it lies in the raster.</param>
    /// <param name="pixels">Its pixels, row by row, little-endian.</param>
    /// <returns>Null where that has to be found otherwise.</returns>
    public SectionAreas? Measure(PixelWindow window, ReadOnlySpan<byte> pixels)
    {
        if (PartOf(window) is not { } part)
        {
            return null;
        }

        if (_row.Length < window.Width)
        {
            (_row, _ends) = (new double[window.Width], new int[window.Width]);
        }

        Array.Clear(_sums);
        part.Begin(window);
        var bytes = window.Width * _profile.PixelType.ByteSize();
        for (var row = 0; row < window.Height; row++)
        {
            var samples = pixels.Slice(row * bytes, bytes);
            switch (_profile.PixelType)
            {
                case PixelType.U8 when _noisyRows > 0:
                    AddBytes(part, window.RowOffset + row, samples);
                    break;
                case PixelType.U8 or PixelType.S8:
                    AddRuns(part, window.RowOffset + row, samples);
                    break;
                case PixelType.U16:
                    AddRuns(part, window.RowOffset + row, MemoryMarshal.Cast<byte, ushort>(samples));
                    break;
                case PixelType.S16:
                    AddRuns(part, window.RowOffset + row, MemoryMarshal.Cast<byte, short>(samples));
                    break;
                case PixelType.S32:
                    AddRuns(part, window.RowOffset + row, MemoryMarshal.Cast<byte, int>(samples));
                    break;
                default:
                    AddRuns(part, window.RowOffset + row, MemoryMarshal.Cast<byte, uint>(samples));
                    break;
            }
        }

        double Of(long value) => _sums[_numbers[value]].Value;
        return new SectionAreas(
            _ground!.Method, _ground.Note, Of(_profile.NoData),
            [.. _profile.Classes.Select(c => c.Value).Where(value => Of(value) > 0).Select(value => new ClassGround(value, Of(value)))]);
    }

    /// <summary>Lets go of the ground.</summary>
    public void Dispose()
    {
        _ground?.Dispose();
        (_ground, _wide) = (null, default);
    }

    /// <summary>The ground under a section: of a wide part where it is smooth under all of that, so that it is not looked for again in each section.</summary>
    private PixelAreas? PartOf(PixelWindow section)
    {
        try
        {
            var wide = new PixelWindow(section.ColumnOffset / Side * Side, section.RowOffset / Side * Side, Side, Side).Intersect(PixelWindow.Whole(_size));
            if (wide.Intersect(section) != section)
            {
                return Under(section);
            }

            if (wide != _wide.Window)
            {
                _wide = (wide, Under(wide));
            }

            return _wide.Part ?? Under(section);
        }
        catch (UnsmoothGroundException)
        {
            Dispose();
            return null;
        }
    }

    // lazily: what is cut is not looked at further than to its first part
    private PixelAreas? Under(PixelWindow window) => _ground?.PartsOf(window).FirstOrDefault() is { } part && part.Window.Intersect(window) == window ? part : null;

    private void AddRuns<T>(PixelAreas part, int row, ReadOnlySpan<T> samples)
        where T : unmanaged, IBinaryInteger<T>
    {
        var ends = _ends.AsSpan(0, ClassRuns.Find(samples, _ends));
        var sums = _row.AsSpan(0, ends.Length);
        part.ReadBefore(row, samples.Length, ends, sums);
        var before = 0.0;
        for (var run = 0; run < ends.Length; run++)
        {
            _parts[NumberOf(samples[ends[run] - 1])] += sums[run] - before;
            before = sums[run];
        }

        for (var number = 0; number < _parts.Length; number++)
        {
            _sums[number].Add(_parts[number]);
        }

        Array.Clear(_parts);
        _noisyRows = ends.Length * ShortestRun > samples.Length ? Patience : 0;
    }

    private int NumberOf<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => typeof(T) == typeof(byte) ? _numberOfByte[byte.CreateTruncating(value)] : _numbers[long.CreateChecked(value)];

    private void AddBytes(PixelAreas part, int row, ReadOnlySpan<byte> samples)
    {
        _noisyRows--;
        ReadOnlySpan<double> squareMetres = _row.AsSpan(0, samples.Length);
        part.Read(row, _row.AsSpan(0, samples.Length));
        var first = _lanes.AsSpan(0, Bytes);
        var second = _lanes.AsSpan(Bytes, Bytes);
        var third = _lanes.AsSpan(2 * Bytes, Bytes);
        var fourth = _lanes.AsSpan(3 * Bytes, Bytes);
        var i = 0;
        for (; i <= samples.Length - Lanes; i += Lanes)
        {
            first[samples[i]] += squareMetres[i];
            second[samples[i + 1]] += squareMetres[i + 1];
            third[samples[i + 2]] += squareMetres[i + 2];
            fourth[samples[i + 3]] += squareMetres[i + 3];
        }

        for (; i < samples.Length; i++)
        {
            first[samples[i]] += squareMetres[i];
        }

        foreach (var (value, number) in _numbers)
        {
            var at = (byte)value;
            _sums[number].Add(first[at] + second[at] + third[at] + fourth[at]);
            (first[at], second[at], third[at], fourth[at]) = (0, 0, 0, 0);
        }
    }
}
