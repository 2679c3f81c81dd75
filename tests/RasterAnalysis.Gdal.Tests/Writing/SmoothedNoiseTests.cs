using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

/// <summary>What the minimum mapping unit promises, on 16 million pixels of noise of three to five classes, patchy in the middle.</summary>
public sealed class SmoothedNoiseTests : IDisposable
{
    private const int Side = 4000;
    private const int Unit = 12;

    private static readonly ClassifiedRasterProfile Profile = new(
        PixelType.U8, 255, [.. Enumerable.Range(0, 5).Select(value => new ClassDefinition(value, $"{value}", new RgbColor(0, 0, 0)))]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_small_patch_is_left_large_ones_are_untouched_and_neither_sections_nor_directions_matter()
    {
        var noise = Noise();

        var smoothed = Smooth(noise, 2048);

        var (labels, sizes) = Label(noise);
        Assert.DoesNotContain(Enumerable.Range(0, noise.Length), place => sizes[labels[place]] >= Unit && smoothed[place] != noise[place]);
        Assert.True(Label(smoothed).Sizes.Min() >= Unit);
        foreach (var side in (int[])[512, 1024, 4096])
        {
            Assert.True(smoothed.AsSpan().SequenceEqual(Smooth(noise, side)), $"sections of {side}");
        }

        Assert.True(Turned(smoothed, (row, column) => (column, row)).AsSpan().SequenceEqual(Smooth(Turned(noise, (row, column) => (column, row)), 2048)), "transposed");
        Assert.True(Turned(smoothed, (row, column) => (row, Side - 1 - column)).AsSpan().SequenceEqual(Smooth(Turned(noise, (row, column) => (row, Side - 1 - column)), 2048)), "mirrored");
    }

    private static byte[] Noise()
    {
        var random = new Random(12);
        var pixels = new byte[Side * Side];
        for (var place = 0; place < pixels.Length; place++)
        {
            // strips of pure noise of 3, 4 and 5 classes, and below them grains with single pixels in them
            var (row, column) = (place / Side, place % Side);
            pixels[place] = row < 600 ? (byte)random.Next(3 + (row / 200)) : random.Next(8) == 0 ? (byte)random.Next(5) : (byte)(((row / 7 * 31) ^ (column / 9 * 17) ^ (row / 40)) % 5);
        }

        return pixels;
    }

    private static byte[] Turned(byte[] pixels, Func<int, int, (int Row, int Column)> from)
    {
        var turned = new byte[pixels.Length];
        for (var place = 0; place < pixels.Length; place++)
        {
            var (row, column) = from(place / Side, place % Side);
            turned[place] = pixels[(row * Side) + column];
        }

        return turned;
    }

    /// <summary>Patches by flooding, independent of the code under test.</summary>
    private static (int[] Labels, List<int> Sizes) Label(byte[] pixels)
    {
        var (labels, sizes, stack) = (new int[pixels.Length], new List<int>(), new Stack<int>());
        Array.Fill(labels, -1);
        for (var start = 0; start < pixels.Length; start++)
        {
            if (labels[start] >= 0)
            {
                continue;
            }

            labels[start] = sizes.Count;
            stack.Push(start);
            var size = 0;
            while (stack.TryPop(out var place))
            {
                size++;
                Visit(place, place % Side > 0, place - 1);
                Visit(place, place % Side < Side - 1, place + 1);
                Visit(place, place >= Side, place - Side);
                Visit(place, place < pixels.Length - Side, place + Side);
            }

            sizes.Add(size);
        }

        return (labels, sizes);

        void Visit(int place, bool isInside, int next)
        {
            if (isInside && labels[next] < 0 && pixels[next] == pixels[place])
            {
                labels[next] = labels[place];
                stack.Push(next);
            }
        }
    }

    private byte[] Smooth(byte[] pixels, int side)
    {
        var size = new RasterSize(Side, Side);
        var folder = Directory.CreateDirectory(_folder.File($"{Guid.NewGuid():N}"));
        var sections = new List<SectionRaster>();
        foreach (var window in ClassSmoother.Windows(size, side))
        {
            var part = new byte[window.PixelCount];
            for (var row = 0; row < window.Height; row++)
            {
                pixels.AsSpan(((window.RowOffset + row) * Side) + window.ColumnOffset, window.Width).CopyTo(part.AsSpan(row * window.Width));
            }

            sections.Add(new SectionRaster(Path.Combine(folder.FullName, $"{sections.Count}.tif"), window));
            SectionRasterWriter.Write(sections[^1].Path, new RasterGrid(new RasterSize(window.Width, window.Height), GeoTransform.Identity, null), PixelType.U8, part);
        }

        var result = new byte[pixels.Length];
        foreach (var (path, window) in ClassSmoother.Smooth(size, Profile, sections, new SmoothingOptions { MinimumMappingUnit = Unit }, folder.FullName, null, CancellationToken.None).Sections)
        {
            var part = TestRasters.ReadBand(path);
            for (var place = 0; place < part.Length; place++)
            {
                result[((window.RowOffset + (place / window.Width)) * Side) + window.ColumnOffset + (place % window.Width)] = (byte)part[place];
            }
        }

        folder.Delete(recursive: true);
        return result;
    }
}
