using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Gdal.Change;

/// <summary>Makes a from-to raster of two class rasters on one grid (<c>docs/reference/change.md</c>).</summary>
/// <remarks>Thread-safe: each call has files of its own. Memory does not grow with the rasters.</remarks>
public static class ClassChanger
{
    // What is written, and what of it is read at once: multiples of the blocks of results.
    private const int SectionSide = 2048;
    private const int StripHeight = 512;

    // as many as a class raster may have
    private const int MostClasses = 1 << 16;
    private const int None = -1;

    /// <summary>Reads both rasters once and writes the sections.</summary>
    /// <param name="from">The earlier raster.</param>
    /// <param name="to">The later one.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">A folder of this call alone for the sections.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between two calls of <paramref name="progress"/>.</param>
    /// <exception cref="InvalidRequestException">A raster is no class raster or no confidence, has values that are no classes, or is on another grid; names its field.</exception>
    /// <exception cref="RasterAccessException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ChangedSections Write(ChangeRaster from, ChangeRaster to, ChangeOptions options, string folder, Action<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(options);
        using var earlier = new ClassPlaces(from, options.MinimumConfidence, needed: null);
        using var later = new ClassPlaces(to, options.MinimumConfidence, needed: earlier.Grid);
        var classes = new TransitionClasses(earlier.Classes, later.Classes, options.Unchanged);
        if (classes.Pairs > TransitionClasses.MostPairs)
        {
            throw new InvalidRequestException(
                to.Field, $"has {classes.To.Count} classes and the earlier raster {classes.From.Count}: {TransitionClasses.MostPairs} pairs are the most.");
        }

        var profile = ProfileFor(classes.Pairs);
        var (sections, counts) = (new List<SectionRaster>(), new long[classes.Pairs]);
        var (size, codes) = (earlier.Grid.Size, CodesOf(classes, profile.NoData));
        var width = Math.Min(SectionSide, size.Width);
        var (one, other) = (new int[width * StripHeight], new int[width * StripHeight]);
        var native = new byte[width * Math.Min(SectionSide, size.Height) * profile.PixelType.ByteSize()];
        var done = 0L;
        foreach (var window in ClassSmoother.Windows(size, SectionSide))
        {
            var bytes = native.AsSpan(0, checked((int)window.PixelCount * profile.PixelType.ByteSize()));
            for (var row = window.RowOffset; row < window.RowEnd; row += StripHeight)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var strip = new PixelWindow(window.ColumnOffset, row, window.Width, StripHeight).Intersect(window);
                var pairs = one.AsSpan(0, (int)strip.PixelCount);
                var places = other.AsSpan(0, (int)strip.PixelCount);
                earlier.Read(strip, pairs);
                later.Read(strip, places);
                Join(pairs, places, classes.To.Count, counts);
                Encode(pairs, codes, (uint)profile.NoData, bytes[((row - window.RowOffset) * window.Width * profile.PixelType.ByteSize())..], profile.PixelType);
                done += strip.PixelCount;
                progress?.Invoke((double)done / size.PixelCount);
            }

            var section = new SectionRaster(Path.Combine(folder, $"changed-{sections.Count}.tif"), window);
            SectionRasterWriter.Write(section.Path, new RasterGrid(new RasterSize(window.Width, window.Height), GeoTransform.Identity, null), profile.PixelType, bytes);
            sections.Add(section);
        }

        var found = CountsOf(classes, counts);
        return found.Count <= MostClasses
            ? new ChangedSections(earlier.Grid, profile with { Classes = [.. found.Select(count => classes.ClassOf(count.Value))] }, sections, found, classes)
            : throw new InvalidRequestException(to.Field, $"and the earlier raster have {found.Count} different pairs of classes; {MostClasses} are the most.");
    }

    // The type follows from the lists of classes, not from what occurs: values of a next year's raster stay comparable.
    private static ClassifiedRasterProfile ProfileFor(long pairs) => pairs switch
    {
        < byte.MaxValue => new ClassifiedRasterProfile(PixelType.U8, byte.MaxValue, []),
        < ushort.MaxValue => new ClassifiedRasterProfile(PixelType.U16, ushort.MaxValue, []),
        _ => new ClassifiedRasterProfile(PixelType.U32, uint.MaxValue, []),
    };

    private static uint[] CodesOf(TransitionClasses classes, long noData)
    {
        var codes = new uint[classes.Pairs];
        for (var from = 0; from < classes.From.Count; from++)
        {
            for (var to = 0; to < classes.To.Count; to++)
            {
                codes[(from * classes.To.Count) + to] = (uint)(classes.ValueOf(from, to) ?? noData);
            }
        }

        return codes;
    }

    // Places of classes become numbers of pairs; none where one of the two has none.
    private static void Join(Span<int> pairs, ReadOnlySpan<int> places, int columns, long[] counts)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] == None || places[i] == None)
            {
                pairs[i] = None;
                continue;
            }

            pairs[i] = (pairs[i] * columns) + places[i];
            counts[pairs[i]]++;
        }
    }

    private static void Encode(ReadOnlySpan<int> pairs, uint[] codes, uint noData, Span<byte> native, PixelType type)
    {
        var shorts = MemoryMarshal.Cast<byte, ushort>(native);
        var words = MemoryMarshal.Cast<byte, uint>(native);
        for (var i = 0; i < pairs.Length; i++)
        {
            var code = pairs[i] == None ? noData : codes[pairs[i]];
            switch (type)
            {
                case PixelType.U8:
                    native[i] = (byte)code;
                    break;
                case PixelType.U16:
                    shorts[i] = (ushort)code;
                    break;
                default:
                    words[i] = code;
                    break;
            }
        }
    }

    // In the order of values. Where no pair occurs the raster has a class nevertheless, so that it is a class raster.
    private static List<ClassCount> CountsOf(TransitionClasses classes, long[] counts)
    {
        var found = new SortedDictionary<long, long>();
        foreach (var (pair, count) in counts.Index())
        {
            if (count > 0 && classes.ValueOf(pair / classes.To.Count, pair % classes.To.Count) is { } value)
            {
                found[value] = found.GetValueOrDefault(value) + count;
            }
        }

        return found.Count > 0 ? [.. found.Select(pair => new ClassCount(pair.Key, pair.Value))] : [new ClassCount(TransitionClasses.MergedValue, 0)];
    }
}
