using System.Globalization;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>
/// Counts the samples that an integer input of a network cannot hold. Outside its range they are cut to it; and where a band's values lie so close together that whole numbers cannot tell
/// them apart, as reflectances from 0 to 1, rounding changes them as much.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class IntegerInput
{
    // of a band's range; what rounding moves further is another value
    private const double MostRounding = 0.05;
    private const double MostCut = 0.1;
    private const int Bins = 256;

    private readonly TensorElementType _type;
    private readonly Normalization _normalization;
    private readonly (double Min, double Max) _range;
    private readonly long[] _outside;
    private readonly long[][] _roundings;
    private readonly (double Least, double Greatest)[] _fed;
    private long _pixels;

    private IntegerInput(TensorElementType type, Normalization normalization, (double, double) range)
    {
        (_type, _normalization, _range) = (type, normalization, range);
        _outside = new long[normalization.Bands.Count];
        _roundings = [.. normalization.Bands.Select(_ => new long[Bins + 1])];
        _fed = [.. normalization.Bands.Select(_ => (double.PositiveInfinity, double.NegativeInfinity))];
    }

    /// <summary>Samples that were looked at.</summary>
    public long Samples => _pixels * _outside.Length;

    /// <summary>Those of them that do not fit.</summary>
    public long Cut => Enumerable.Range(0, _outside.Length).Sum(band => _outside[band] + RoundedAway(band));

    /// <summary>Begins to count.</summary>
    /// <param name="type">Element type of the network's input.</param>
    /// <param name="bands">The input's bands in network order.</param>
    /// <param name="normalization">What is done to their values before.</param>
    /// <returns>Null where every value that the bands can have fits.</returns>
    public static IntegerInput? TryBegin(TensorElementType type, IReadOnlyList<BandInfo> bands, Normalization normalization)
    {
        if (RangeOf(type) is not { } range)
        {
            return null;
        }

        var fits = bands.Zip(normalization.Bands).All(pair =>
            pair.Second == BandNormalization.None && pair.First.PixelType.IntegerRange() is { } values && values.Min >= range.Min && values.Max <= range.Max);
        return fits ? null : new IntegerInput(type, normalization, range);
    }

    /// <summary>Counts the samples of a window.</summary>
    /// <param name="pixels">Bands × pixels values, as read.</param>
    /// <param name="validity">1 for each pixel that has a value.</param>
    public void Add(ReadOnlySpan<float> pixels, ReadOnlySpan<byte> validity)
    {
        for (var i = 0; i < validity.Length; i++)
        {
            _pixels += validity[i] == 0 ? 0 : 1;
        }

        for (var band = 0; band < _outside.Length; band++)
        {
            Add(band, pixels.Slice(band * validity.Length, validity.Length), validity);
        }
    }

    /// <summary>What the job says of the samples that do not fit; null when there are none.</summary>
    /// <param name="isMapped">Whether the job says how values are mapped onto the network's.</param>
    /// <exception cref="InvalidRequestException">They are more than a tenth, and nothing says how to map them.</exception>
    public string? Judge(bool isMapped)
    {
        var cut = Cut;
        if (cut == 0)
        {
            return null;
        }

        var (low, high) = (_fed.Min(fed => fed.Least), _fed.Max(fed => fed.Greatest));
        var range = string.Create(CultureInfo.InvariantCulture, $"{_type}, whole numbers from {_range.Min:R} to {_range.Max:R}");
        if (!isMapped && cut > MostCut * Samples)
        {
            throw new InvalidRequestException(
                "modelArguments.data_range",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"must say how to map the raster's values, which run from {low:R} to {high:R}: the network takes {range}, "
                    + $"and {cut} of {Samples} samples ({(double)cut / Samples:P1}) do not fit. Give {_range.Min:R},{_range.Max:R} to map the range "
                    + $"of the raster's type, or of its statistics, or give a raster in the network's own units."));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cut} of {Samples} samples ({(double)cut / Samples:P2}) do not fit the network's input, which takes {range}; they are cut or rounded to the nearest of these.");
    }

    private static (double Min, double Max)? RangeOf(TensorElementType type) => type switch
    {
        TensorElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        TensorElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TensorElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TensorElementType.Int16 => (short.MinValue, short.MaxValue),
        TensorElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        TensorElementType.Int32 => (int.MinValue, int.MaxValue),
        TensorElementType.UInt64 => (ulong.MinValue, ulong.MaxValue),
        TensorElementType.Int64 => (long.MinValue, long.MaxValue),
        _ => null,
    };

    private void Add(int band, ReadOnlySpan<float> values, ReadOnlySpan<byte> validity)
    {
        var rule = _normalization.Bands[band];
        var (least, greatest) = _fed[band];
        for (var i = 0; i < values.Length; i++)
        {
            if (validity[i] == 0)
            {
                continue;
            }

            var value = rule.Apply(values[i]);
            var rounded = Math.Round(value);
            if (!(rounded >= _range.Min && rounded <= _range.Max))
            {
                _outside[band]++;
            }
            else
            {
                _roundings[band][(int)Math.Ceiling(Math.Abs(value - rounded) * 2 * Bins)]++;
            }

            (least, greatest) = double.IsFinite(value) ? (Math.Min(least, value), Math.Max(greatest, value)) : (least, greatest);
        }

        _fed[band] = (least, greatest);
    }

    /// <summary>Samples that rounding moves by more than a twentieth of the band's range.</summary>
    private long RoundedAway(int band)
    {
        var (least, greatest) = _fed[band];
        var most = (greatest - least) * MostRounding;
        return most >= 0.5 ? 0 : _roundings[band].Where((_, bin) => bin > most * 2 * Bins).Sum();
    }
}
