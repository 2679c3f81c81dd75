using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading.Samples;

/// <summary>Reads windows of a raster through GDAL: stored values as float32, and which of them are pixels.</summary>
/// <remarks>
/// Not thread-safe: one reader belongs to one thread, as GDAL requires of a dataset. A sample is invalid by its band's NoData value, by a
/// mask band, by an alpha band (unless that band is itself read), and when it is NaN or infinite. Where a raster is interpolated, such samples take
/// no part, and a pixel whose nearest sample is one has none, so that holes do not depend on how the raster says them. Scale and offset are not applied.
/// </remarks>
internal sealed class GdalRasterReader : IRasterReader
{
    private readonly GdalDataset? _source;
    private readonly GdalDataset _view;
    private readonly GdalDataset? _nearest;
    private readonly int[] _bands;
    private readonly SampleMask[] _sampleMasks;
    private readonly IReadOnlyList<nint> _datasetMasks;
    private readonly (double Min, double Max)?[] _ranges;
    private float[] _own = [];
    private byte[] _common = [];
    private byte[] _mask = [];

    private GdalRasterReader(
        GdalDataset? source, GdalDataset view, RasterGrid grid, int[] bands, (double Min, double Max)?[]? ranges = null, GdalDataset? nearest = null)
    {
        _source = source;
        _view = view;
        _nearest = nearest;
        _bands = bands;
        Grid = grid;
        _sampleMasks = [.. bands.Select(band => SampleMask.Of(view.Band(band)))];
        _datasetMasks = DatasetMasks.Of(view, bands);
        _ranges = ranges ?? new (double Min, double Max)?[bands.Length];
    }

    /// <inheritdoc/>
    public RasterGrid Grid { get; }

    /// <inheritdoc/>
    public int BandCount => _bands.Length;

    // Reads a dataset that is open, and closes it in the end or at once when it cannot be read so.
    internal static GdalRasterReader Over(GdalDataset source, RasterReadSpec spec)
    {
        try
        {
            RequireBands(source, spec.Bands);
            if (spec.WarpTo is not { } grid)
            {
                return new GdalRasterReader(source, source, source.Grid, [.. spec.Bands]);
            }

            // Views count their references on the source.
            int[] bands = [.. Enumerable.Range(1, spec.Bands.Count)];
            if (spec.Resampling == ResamplingMethod.Nearest)
            {
                return new GdalRasterReader(source, WarpedView.OfSamples(source, spec.Bands, grid, ResamplingMethod.Nearest, isExact: true), grid, bands);
            }

            using var samples = CanonicalSamples.Of(source, spec.Bands);
            return new GdalRasterReader(
                source, WarpedView.OfCanonical(samples, grid, spec.Resampling), grid, bands,
                [.. spec.Bands.Select(band => source.Band(band).PixelType.IntegerRange())], WarpedView.OfCanonical(samples, grid, ResamplingMethod.Nearest));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Announce(PixelWindow window) => Prefetch(window, isLater: false);

    /// <inheritdoc/>
    public void AnnounceLater(PixelWindow window) => Prefetch(window, isLater: true);

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        if (window.IsEmpty || !PixelWindow.Whole(Grid.Size).Contains(window))
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must lie inside the raster of {Grid.Size} pixels.");
        }

        var count = checked((int)window.PixelCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(validity.Length, count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(count * BandCount));
        using var errors = GdalErrorScope.Enter($"Reading {window} of", _view.Path);
        ReadSamples(errors, _view, window, pixels);
        if (_nearest is not null)
        {
            KeepHoles(errors, _nearest, window, pixels);
        }

        var common = ReadCommonMask(errors, window, count);
        validity.Clear();
        for (var band = 0; band < BandCount; band++)
        {
            var samples = pixels.Slice(band * count, count);
            MaskSamples(errors, window, _sampleMasks[band], samples, common, validity);
            RoundToType(samples, _ranges[band]);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _nearest?.Dispose();
        _source?.Dispose();
    }

    // Reads the first bands of a view, which it closes in the end.
    internal static GdalRasterReader OfView(GdalDataset view, RasterGrid grid, int bandCount) =>
        new(null, view, grid, [.. Enumerable.Range(1, bandCount)]);

    internal static void RequireBands(GdalDataset source, IReadOnlyList<int> bands)
    {
        var count = source.BandCount;
        if (bands.Count == 0 || bands.Any(band => band < 1 || band > count))
        {
            throw new RasterAccessException(
                $"'{Path.GetFileName(source.Path)}' has {count} bands; band {string.Join(", ", bands.Where(band => band < 1 || band > count))} was asked for.");
        }
    }

    private void Prefetch(PixelWindow window, bool isLater)
    {
        if (ReferenceEquals(_view, _source) && RangedFilePath.FileOf(_view.Path) is not null)
        {
            RangeFileSystem.Prefetch(_view.Path, TiffBlocks.In(window, _view, [.. _bands.Select(band => _view.Band(band).Handle), .. _datasetMasks]), isLater);
        }
    }

    // The one rule for a neighbourhood that has samples in part: a hole stays one where the nearest sample has no value, and elsewhere the others make the value.
    private void KeepHoles(GdalErrorScope errors, GdalDataset nearest, PixelWindow window, Span<float> pixels)
    {
        if (_own.Length < pixels.Length)
        {
            _own = GC.AllocateUninitializedArray<float>(pixels.Length);
        }

        var own = _own.AsSpan(0, pixels.Length);
        ReadSamples(errors, nearest, window, own);
        for (var i = 0; i < own.Length; i++)
        {
            pixels[i] = float.IsNaN(own[i]) ? float.NaN : pixels[i];
        }
    }

    private unsafe void ReadSamples(GdalErrorScope errors, GdalDataset view, PixelWindow window, Span<float> pixels)
    {
        fixed (float* buffer = pixels)
        {
            CheckRead(errors, "GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                view.Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                buffer, window.Width, window.Height, GdalDataType.GDT_Float32, _bands.Length, _bands,
                sizeof(float), sizeof(float) * (long)window.Width, sizeof(float) * window.PixelCount, 0));
        }
    }

    // What the masks of the whole dataset leave: 0 where one of them says that there is no pixel. Empty when there are none.
    private ReadOnlySpan<byte> ReadCommonMask(GdalErrorScope errors, PixelWindow window, int count)
    {
        if (_datasetMasks.Count == 0)
        {
            return [];
        }

        var common = ReadMask(errors, window, _datasetMasks[0], ref _common, count);
        foreach (var other in _datasetMasks.Skip(1))
        {
            var mask = ReadMask(errors, window, other, ref _mask, count);
            for (var i = 0; i < count; i++)
            {
                common[i] = mask[i] == 0 ? (byte)0 : common[i];
            }
        }

        return common;
    }

    private unsafe Span<byte> ReadMask(GdalErrorScope errors, PixelWindow window, nint mask, ref byte[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = GC.AllocateUninitializedArray<byte>(count);
        }

        fixed (byte* bytes = buffer)
        {
            CheckRead(errors, "GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                mask, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                bytes, window.Width, window.Height, GdalDataType.GDT_Byte, 1, window.Width, 0));
        }

        return buffer.AsSpan(0, count);
    }

    // A view goes on where points cannot be projected, which is no failure of the read.
    private void CheckRead(GdalErrorScope errors, string function, int result)
    {
        if (ReferenceEquals(_view, _source))
        {
            errors.Check(function, result);
        }
        else
        {
            errors.CheckResult(function, result);
        }
    }

    // Interpolated integers are integers of their type again, as if the projected raster had been stored: cubic convolution overshoots.
    private static void RoundToType(Span<float> samples, (double Min, double Max)? range)
    {
        if (range is not { } type)
        {
            return;
        }

        foreach (ref var sample in samples)
        {
            sample = (float)Math.Clamp(Math.Floor(sample + 0.5), type.Min, type.Max);
        }
    }

    // Sets invalid samples of one band to 0 and marks the pixels that have a valid one.
    private void MaskSamples(
        GdalErrorScope errors, PixelWindow window, SampleMask rule, Span<float> samples, ReadOnlySpan<byte> common, Span<byte> validity)
    {
        if (rule.IsLegacySignedByte)
        {
            foreach (ref var sample in samples)
            {
                sample = sample > sbyte.MaxValue ? sample - 256 : sample;
            }
        }

        if (rule.IsAlwaysValid && common.IsEmpty)
        {
            validity.Fill(1);
            return;
        }

        ReadOnlySpan<byte> own = rule.Mask != 0 ? ReadMask(errors, window, rule.Mask, ref _mask, samples.Length) : [];
        for (var i = 0; i < samples.Length; i++)
        {
            if (rule.IsValid(samples[i]) && (common.IsEmpty || common[i] != 0) && (own.IsEmpty || own[i] != 0))
            {
                validity[i] = 1;
            }
            else
            {
                samples[i] = 0;
            }
        }
    }
}
