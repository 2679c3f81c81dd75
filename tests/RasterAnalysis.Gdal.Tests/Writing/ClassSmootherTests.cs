using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class ClassSmootherTests : IDisposable
{
    private const byte NoData = 255;

    private static readonly ClassifiedRasterProfile Profile = new(
        PixelType.U8, NoData, [.. Enumerable.Range(0, 5).Select(value => new ClassDefinition(value, $"Class {value}", new RgbColor((byte)value, 0, 0)))]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 4)]
    [InlineData(12, 4)]
    [InlineData(12, 8)]
    [InlineData(50, 8)]
    public void The_sieve_gives_what_gdal_sieve_gives_byte_for_byte(int unit, int connectivity)
    {
        var size = new RasterSize(900, 700);
        var sections = Write(size, Noise(size, 4, seed: unit), 512);
        var whole = Write(size, Noise(size, 4, seed: unit), 2048)[0].Path;
        CommandLine.Run("gdal_translate", "-q", "-a_nodata", $"{NoData}", whole, _folder.File("source.tif"));
        CommandLine.Run("gdal_sieve.py", "-q", "-st", $"{unit}", $"-{connectivity}", _folder.File("source.tif"), _folder.File("theirs.tif"));

        var smoothed = Smooth(size, sections, new SmoothingOptions { MinimumMappingUnit = unit, Connectivity = connectivity, Sieve = SieveRule.Gdal });

        var theirs = TestRasters.ReadBand(_folder.File("theirs.tif")).Select(value => (byte)value).ToArray();
        Assert.Equal(theirs, Read(size, smoothed.Sections));
        Assert.NotEqual(theirs, Noise(size, 4, seed: unit));
    }

    [Theory]
    [InlineData(12, 4, 0)]
    [InlineData(5, 8, 0)]
    [InlineData(9, 4, 5)]
    public void Sections_of_any_size_give_the_same_pixels_counts_and_changes(int unit, int connectivity, int majority)
    {
        var size = new RasterSize(2300, 1500);
        var pixels = Noise(size, 5, seed: 3);
        var options = new SmoothingOptions { MinimumMappingUnit = unit, Connectivity = connectivity, MajorityFilter = majority };
        var expected = Smooth(size, Write(size, pixels, 4096), options);
        var result = Read(size, expected.Sections);
        foreach (var side in (int[])[512, 1024, 1536, 2048])
        {
            var smoothed = Smooth(size, Write(size, pixels, side), options);

            Assert.Equal(result, Read(size, smoothed.Sections));
            Assert.Equal(expected.Counts, smoothed.Counts);
            Assert.Equal((expected.ChangedPixels, expected.SmallPatches, expected.LeftPatches), (smoothed.ChangedPixels, smoothed.SmallPatches, smoothed.LeftPatches));
        }

        Assert.Equal(pixels.Zip(result).Count(pair => pair.First != pair.Second), expected.ChangedPixels);
        Assert.Equal(
            result.Where(value => value != NoData).GroupBy(value => (long)value).OrderBy(group => group.Key).Select(group => new ClassCount(group.Key, group.Count())), expected.Counts);
        Assert.All(pixels.Zip(result), pair => Assert.Equal(pair.First == NoData, pair.Second == NoData));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void A_majority_is_that_of_the_pixels_around(int window)
    {
        var size = new RasterSize(301, 203);
        var pixels = Noise(size, 3, seed: window);

        var result = Read(size, Smooth(size, Write(size, pixels, 512), new SmoothingOptions { MajorityFilter = window }).Sections);

        for (var place = 0; place < pixels.Length; place++)
        {
            var (row, column) = (place / size.Width, place % size.Width);
            var votes = (from r in Enumerable.Range(row - (window / 2), window)
                         from c in Enumerable.Range(column - (window / 2), window)
                         where r >= 0 && c >= 0 && r < size.Height && c < size.Width
                         select pixels[(r * size.Width) + c]).Where(value => value != NoData).CountBy(value => value).ToList();
            var expected = pixels[place] == NoData ? NoData
                : votes.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key == pixels[place] ? -1 : vote.Key).First().Key;

            Assert.Equal(expected, result[place]);
        }
    }

    [Theory]
    [InlineData(PixelType.U16, 65535, new long[] { 3, 700, 65000 })]
    [InlineData(PixelType.S16, -32768, new long[] { -5, 0, 32767 })]
    [InlineData(PixelType.U32, 4294967295, new long[] { 0, 7, 4000000000 })]
    [InlineData(PixelType.S32, -2147483648, new long[] { -100000, 0, 2147483647 })]
    public void Classes_of_every_type_are_smoothed_in_the_order_of_their_values(PixelType type, long noData, long[] values)
    {
        var size = new RasterSize(600, 520);
        var pixels = Noise(size, 3, seed: 1);
        var profile = new ClassifiedRasterProfile(type, noData, [.. values.Reverse().Select(value => new ClassDefinition(value, $"{value}", new RgbColor(0, 0, 0)))]);
        var options = new SmoothingOptions { MinimumMappingUnit = 8 };
        var native = new byte[pixels.Length * type.ByteSize()];
        foreach (var (place, pixel) in pixels.Index())
        {
            BitConverter.GetBytes(pixel == NoData ? noData : values[pixel]).AsSpan(0, type.ByteSize()).CopyTo(native.AsSpan(place * type.ByteSize()));
        }

        var path = _folder.File("wide.tif");
        SectionRasterWriter.Write(path, new RasterGrid(size, GeoTransform.Identity, null), type, native);
        var folder = Directory.CreateDirectory(_folder.File("wide")).FullName;
        var smoothed = ClassSmoother.Smooth(size, profile, [new SectionRaster(path, PixelWindow.Whole(size))], options, folder, null, CancellationToken.None);

        var expected = Read(size, Smooth(size, Write(size, pixels, 512), options).Sections);
        Assert.Equal(expected.Select(value => (double)(value == NoData ? noData : values[value])), TestRasters.ReadBand(smoothed.Sections[0].Path));
        Assert.Equal(expected.Where(value => value != NoData).GroupBy(value => value).OrderBy(group => group.Key).Select(group => new ClassCount(values[group.Key], group.Count())), smoothed.Counts);
    }

    [Fact]
    public void A_raster_of_probabilities_is_refused()
    {
        var exception = Assert.Throws<RasterAccessException>(() => ClassSmoother.Smooth(
            new RasterSize(1, 1), ClassifiedRasterProfile.Probabilities, [], new SmoothingOptions { MinimumMappingUnit = 2 }, _folder.Path, null, CancellationToken.None));

        Assert.Contains("has no classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoothing_stops_when_it_is_cancelled()
    {
        var size = new RasterSize(3000, 1100);
        var sections = Write(size, Noise(size, 3, seed: 2), 1024);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => ClassSmoother.Smooth(
            size, Profile, sections, new SmoothingOptions { MinimumMappingUnit = 9 }, _folder.Path, _ => stop.Cancel(), stop.Token));
    }

    private static byte[] Noise(RasterSize size, int classes, int seed)
    {
        // grains of different sizes, single pixels in them, and holes
        var random = new Random(seed);
        var grains = Enumerable.Range(0, size.Width * size.Height / 16).Select(_ => (byte)random.Next(classes)).ToArray();
        var pixels = new byte[size.PixelCount];
        for (var place = 0; place < pixels.Length; place++)
        {
            var (row, column) = (place / size.Width, place % size.Width);
            var kind = random.Next(100);
            pixels[place] = kind == 0 ? NoData : kind < 30 ? (byte)random.Next(classes) : grains[((row / 4 * (size.Width / 4)) + (column / 4)) % grains.Length];
        }

        return pixels;
    }

    private List<SectionRaster> Write(RasterSize size, byte[] pixels, int side)
    {
        var sections = new List<SectionRaster>();
        foreach (var window in ClassSmoother.Windows(size, side))
        {
            var part = new byte[window.PixelCount];
            for (var row = 0; row < window.Height; row++)
            {
                pixels.AsSpan(((window.RowOffset + row) * size.Width) + window.ColumnOffset, window.Width).CopyTo(part.AsSpan(row * window.Width));
            }

            var section = new SectionRaster(_folder.File($"section-{side}-{sections.Count}.tif"), window);
            SectionRasterWriter.Write(section.Path, new RasterGrid(new RasterSize(window.Width, window.Height), GeoTransform.Identity, null), PixelType.U8, part);
            sections.Add(section);
        }

        return sections;
    }

    private SmoothedSections Smooth(RasterSize size, IReadOnlyList<SectionRaster> sections, SmoothingOptions options) => ClassSmoother.Smooth(
        size, Profile, sections, options, Directory.CreateDirectory(_folder.File($"{Guid.NewGuid():N}")).FullName, null, CancellationToken.None);

    private static byte[] Read(RasterSize size, IReadOnlyList<SectionRaster> sections)
    {
        var pixels = new byte[size.PixelCount];
        foreach (var (path, window) in sections)
        {
            var part = TestRasters.ReadBand(path);
            for (var place = 0; place < part.Length; place++)
            {
                pixels[((window.RowOffset + (place / window.Width)) * size.Width) + window.ColumnOffset + (place % window.Width)] = (byte)part[place];
            }
        }

        return pixels;
    }
}
