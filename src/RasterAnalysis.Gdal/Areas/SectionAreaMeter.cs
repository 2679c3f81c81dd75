using System.Buffers.Binary;
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
    // sums of neighbouring pixels apart, so that one of a class need not wait for the one beside it
    private const int Lanes = 4;
    private const int Bytes = byte.MaxValue + 1;

    private readonly ClassifiedRasterProfile _profile;
    private readonly Dictionary<long, int> _numbers;
    private readonly double[] _sums;
    private readonly double[] _lost;
    private readonly double[] _lanes = new double[Lanes * Bytes];
    private Ground? _ground;
    private double[] _row = [];

    /// <summary>Looks where a raster lies.</summary>
    /// <param name="grid">The grid of the whole.</param>
    /// <param name="profile">What its pixels are.</param>
    public SectionAreaMeter(RasterGrid grid, ClassifiedRasterProfile profile)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _numbers = profile.Classes.Select(c => c.Value).Append(profile.NoData).Index().ToDictionary(value => value.Item, value => value.Index);
        (_sums, _lost) = (new double[_numbers.Count], new double[_numbers.Count]);
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

        var size = _profile.PixelType.ByteSize();
        _row = _row.Length < window.Width ? new double[window.Width] : _row;
        var squareMetres = _row.AsSpan(0, window.Width);
        Array.Clear(_sums);
        Array.Clear(_lost);
        part.Begin(window);
        for (var row = 0; row < window.Height; row++)
        {
            part.Read(window.RowOffset + row, squareMetres);
            var samples = pixels.Slice(row * window.Width * size, window.Width * size);
            if (size == 1)
            {
                AddBytes(samples, squareMetres);
            }
            else
            {
                Add(samples, squareMetres, size);
            }
        }

        double Of(long value) => _sums[_numbers[value]] + _lost[_numbers[value]];
        return new SectionAreas(
            _ground!.Method, _ground.Note, Of(_profile.NoData),
            [.. _profile.Classes.Select(c => c.Value).Where(value => Of(value) > 0).Select(value => new ClassGround(value, Of(value)))]);
    }

    /// <summary>Lets go of the ground.</summary>
    public void Dispose()
    {
        _ground?.Dispose();
        _ground = null;
    }

    private PixelAreas? PartOf(PixelWindow window)
    {
        try
        {
            // lazily: what is cut is not looked at further than to its first part
            return _ground?.PartsOf(window).FirstOrDefault() is { } part && part.Window.Intersect(window) == window ? part : null;
        }
        catch (UnsmoothGroundException)
        {
            Dispose();
            return null;
        }
    }

    private void AddBytes(ReadOnlySpan<byte> samples, ReadOnlySpan<double> squareMetres)
    {
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
            Keep(number, first[at] + second[at] + third[at] + fourth[at]);
            (first[at], second[at], third[at], fourth[at]) = (0, 0, 0, 0);
        }
    }

    private void Add(ReadOnlySpan<byte> samples, ReadOnlySpan<double> squareMetres, int size)
    {
        var (last, number, sum) = (long.MinValue, 0, 0.0);
        for (var i = 0; i < squareMetres.Length; i++)
        {
            var value = ValueOf(samples.Slice(i * size, size));
            if (value != last)
            {
                Keep(number, sum);
                (last, number, sum) = (value, _numbers[value], 0);
            }

            sum += squareMetres[i];
        }

        Keep(number, sum);
    }

    private long ValueOf(ReadOnlySpan<byte> sample) => _profile.PixelType switch
    {
        PixelType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(sample),
        PixelType.S16 => BinaryPrimitives.ReadInt16LittleEndian(sample),
        PixelType.S32 => BinaryPrimitives.ReadInt32LittleEndian(sample),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(sample),
    };

    /// <summary>So that nothing is lost of the small beside the large (Neumaier).</summary>
    private void Keep(int number, double part)
    {
        var (sum, total) = (_sums[number], _sums[number] + part);
        _lost[number] += Math.Abs(sum) >= Math.Abs(part) ? sum - total + part : part - total + sum;
        _sums[number] = total;
    }
}
