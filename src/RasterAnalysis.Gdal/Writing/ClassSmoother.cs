using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Smooths a class raster: by the majority of windows, then by a minimum mapping unit (<c>docs/reference/smoothing.md</c>).</summary>
/// <remarks>Thread-safe: each call has files of its own. Memory does not grow with the raster, but for GDAL's own sieve.</remarks>
public static class ClassSmoother
{
    // Sections that are written, and windows that are read: sides of blocks and of the filter's squares.
    private const int SectionSide = 2048;
    private const int WindowSide = 1024;

    private const long PatchMemory = 96L << 20;

    // what the reading, the merging and the writing take of the whole, about
    private const double ReadShare = 0.3;
    private const double MergeShare = 0.5;

    /// <summary>Bytes on the disk that smoothing may need for each pixel, its own sections left out.</summary>
    public static int ScratchBytesPerPixel => PatchFilter.ScratchBytesPerPixel;

    /// <summary>Smooths.</summary>
    /// <param name="size">Size of the raster.</param>
    /// <param name="profile">Sample type, NoData value, classes.</param>
    /// <param name="sections">Its sections; what none of them covers is NoData.</param>
    /// <param name="options">How; not <see cref="SmoothingOptions.IsNone"/>.</param>
    /// <param name="folder">A folder of this call alone for the new sections and for scratch.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1; may be called from another thread.</param>
    /// <param name="cancellationToken">Stops between two calls of <paramref name="progress"/>.</param>
    /// <param name="grid">Where the raster lies, so that the ground of its classes is measured; null for not.</param>
    /// <exception cref="RasterAccessException">A section cannot be read or written, or has values that are no classes of the profile.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SmoothedSections Smooth(
        RasterSize size,
        ClassifiedRasterProfile profile,
        IReadOnlyList<SectionRaster> sections,
        SmoothingOptions options,
        string folder,
        Action<double>? progress,
        CancellationToken cancellationToken,
        RasterGrid? grid = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Smooth(size, grid, profile, codes => new SectionWindows(profile, codes, sections), () => Open(size, profile, sections), options, folder, progress, cancellationToken);
    }

    /// <summary>Smooths the raster of a file; see <see cref="Smooth(RasterSize, ClassifiedRasterProfile, IReadOnlyList{SectionRaster}, SmoothingOptions, string, Action{double}, CancellationToken, RasterGrid)"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">A folder of this call alone.</param>
    /// <param name="progress">Hears the share that is done.</param>
    /// <param name="cancellationToken">Stops between two calls of <paramref name="progress"/>.</param>
    public static SmoothedSections Smooth(ClassRasterFile file, SmoothingOptions options, string folder, Action<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        GdalDataset Dataset() => GdalDataset.Open(file.Path, file.IsTrusted);
        return Smooth(file.Grid.Size, file.Grid, file.Profile, codes => new ClassWindows(Dataset(), file.Profile, codes), Dataset, options, folder, progress, cancellationToken);
    }

    private static SmoothedSections Smooth(
        RasterSize size,
        RasterGrid? grid,
        ClassifiedRasterProfile profile,
        Func<ClassCodes, IClassWindows> read,
        Func<GdalDataset> open,
        SmoothingOptions options,
        string folder,
        Action<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(options);
        var codes = new ClassCodes(profile);
        using var source = read(codes);
        var majority = options.MajorityFilter > 0 ? new Majority(options.MajorityFilter, codes.NoData) : null;
        using var areas = grid is null ? null : new SectionAreaMeter(grid, profile);
        var writer = new SmoothedSectionWriter(size, profile, codes, source, folder, SectionSide, areas);
        if (options.MinimumMappingUnit <= 1)
        {
            return writer.Write("smoothed", (window, values) => Filter(source, size, majority, window, values), progress, cancellationToken);
        }

        if (options.Sieve == SieveRule.Gdal)
        {
            var before = majority is null ? null : writer.Write(
                "majority", (window, values) => Filter(source, size, majority, window, values), share => progress?.Invoke(share * ReadShare), cancellationToken).Sections;
            var path = Path.Combine(folder, "sieved.tif");
            using (var unsieved = before is null ? open() : Open(size, profile, before))
            {
                SieveFile.Write(
                    path, unsieved, profile, options.MinimumMappingUnit, options.Connectivity, share => progress?.Invoke(ReadShare + (share * MergeShare)), cancellationToken);
            }

            using var sieved = new ClassWindows(GdalDataset.Open(path, isTrusted: true), profile, codes);
            var result = writer.Write("smoothed", (window, values) => sieved.Read(window).CopyTo(values), Last, cancellationToken);
            File.Delete(path);
            return result;
        }

        using var filter = new PatchFilter(size, codes.NoData, options.MinimumMappingUnit, options.Connectivity, folder, PatchMemory);
        var buffer = new ushort[WindowSide * WindowSide];
        foreach (var window in Windows(size, WindowSide))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var values = buffer.AsSpan(0, (int)window.PixelCount);
            Filter(source, size, majority, window, values);
            filter.Add(window, values);
            progress?.Invoke(ReadShare * (window.RowOffset + ((double)window.ColumnOffset / size.Width)) / size.Height);
        }

        filter.Run(share => progress?.Invoke(ReadShare + (share * MergeShare)), cancellationToken);
        return writer.Write("smoothed", filter.Read, Last, cancellationToken) with { SmallPatches = filter.SmallPatches, LeftPatches = filter.LeftPatches };

        void Last(double share) => progress?.Invoke(ReadShare + MergeShare + (share * (1 - ReadShare - MergeShare)));
    }

    internal static IEnumerable<PixelWindow> Windows(RasterSize size, int side)
    {
        for (var row = 0; row < size.Height; row += side)
        {
            for (var column = 0; column < size.Width; column += side)
            {
                yield return new PixelWindow(column, row, side, side).Intersect(PixelWindow.Whole(size));
            }
        }
    }

    private static GdalDataset Open(RasterSize size, ClassifiedRasterProfile profile, IReadOnlyList<SectionRaster> sections) =>
        GdalDataset.Open(SectionMosaic.Xml(new RasterGrid(size, GeoTransform.Identity, null), profile, sections), isTrusted: true);

    private static void Filter(IClassWindows source, RasterSize size, Majority? majority, PixelWindow window, Span<ushort> values)
    {
        if (majority is null)
        {
            source.Read(window).CopyTo(values);
            return;
        }

        var around = window.Expand(majority.Reach).Intersect(PixelWindow.Whole(size));
        majority.Filter(around, source.Read(around), window, values);
    }
}
