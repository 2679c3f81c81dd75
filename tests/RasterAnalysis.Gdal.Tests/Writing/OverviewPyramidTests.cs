using CsCheck;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing.Overviews;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class OverviewPyramidTests : IDisposable
{
    private static readonly ClassifiedRasterProfile Bytes = ClassifiedRasterProfile.For([new ClassDefinition(1, "One", default)]);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(512, 512)]
    [InlineData(513, 1)]
    [InlineData(1, 513)]
    [InlineData(2049, 1030)]
    [InlineData(4100, 2500)]
    public void Build_of_bytes_is_the_mode_of_each_four_pixels(int width, int height) => AssertLevels(new RasterSize(width, height), Bytes, [0, 1, 2, 255], MostFrequent);

    [Theory]
    [InlineData(40000L)]
    [InlineData(-2L)]
    [InlineData(-40000L)]
    [InlineData(3000000000L)]
    public void Build_of_larger_types_tells_every_value_apart(long value)
    {
        var profile = ClassifiedRasterProfile.For([new ClassDefinition(value, "One", default), new ClassDefinition(value + 1, "Two", default)]);

        AssertLevels(new RasterSize(1500, 700), profile, [value, value + 1, profile.NoData], MostFrequent);
    }

    [Fact]
    public void Build_of_probabilities_is_the_average_of_each_four_pixels() =>
        AssertLevels(new RasterSize(1300, 515), ClassifiedRasterProfile.Probabilities, [0, 0.25, 0.5, 1, -1], (samples, noData) => (float)Known(samples, noData).DefaultIfEmpty(noData).Average());

    [Fact]
    public void Halve_by_vectors_is_what_single_bytes_are() => Gen.Select(Gen.Byte[0, 3].Array[1, 300], Gen.Byte[0, 3].Array[300], Gen.Byte[0, 4], Gen.Bool).Sample((upper, other, noData, hasLower) =>
    {
        var lower = hasLower ? other[..upper.Length] : [];
        var (bySingles, byVectors) = (new byte[(upper.Length + 1) / 2], new byte[(upper.Length + 1) / 2]);

        Mode<byte>.Halve(upper, lower, bySingles, noData);
        ByteMode.Halve(upper, lower, byVectors, noData);

        return bySingles.SequenceEqual(byVectors);
    });

    /// <summary>All fours of three classes and NoData, halved by <c>gdaladdo -r mode</c> and by us.</summary>
    [Fact]
    public void Halve_gives_what_GDAL_gives()
    {
        byte[] classes = [1, 2, 3, 255];
        var fours = (from a in classes from b in classes from c in classes from d in classes select new[] { a, b, c, d }).ToArray();
        var (path, half) = (Path.Combine(_folder.Path, "fours.tif"), Path.Combine(_folder.Path, "half"));
        File.WriteAllBytes(half, TiffFile.Byte(2 * fours.Length, 2, 1, (_, row, column) => fours[column / 2][(2 * row) + (column % 2)]));
        GdalTool.Run("gdal_translate", "-q", "-a_nodata", "255", half, path);
        GdalTool.Run("gdaladdo", "-q", "-r", "mode", path, "2");
        GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", "-ovr", "0", path, half);

        var ours = new byte[fours.Length];
        Mode<byte>.Halve([.. fours.SelectMany(four => four[..2])], [.. fours.SelectMany(four => four[2..])], ours, 255);

        Assert.Equal(File.ReadAllBytes(half), ours);
    }

    private static IEnumerable<double> Known(IEnumerable<double> samples, double noData) => samples.Where(sample => sample != noData);

    // counted one by one: who first has as many as any has in the end
    private static double MostFrequent(IReadOnlyList<double> samples, double noData)
    {
        double[] known = [.. Known(samples, noData)];
        var most = known.CountBy(sample => sample).Select(pair => pair.Value).DefaultIfEmpty(0).Max();
        return known.Index().Where(item => known.Take(item.Index + 1).Count(sample => sample == item.Item) == most).Select(item => item.Item).DefaultIfEmpty(noData).First();
    }

    private void AssertLevels(RasterSize size, ClassifiedRasterProfile profile, double[] values, Func<IReadOnlyList<double>, double, double> rule)
    {
        var random = new Random(size.Width + size.Height);
        double[] pixels = [.. Enumerable.Range(0, (int)size.PixelCount).Select(_ => values[random.Next(values.Length)])];
        var source = TestRasters.Create(_folder.File("source.tif"), size, profile.PixelType, pixels);
        var shares = new List<double>();

        using (var pyramid = OverviewPyramid.Build(_folder.File("target.tif"), source, size, profile, shares.Add, TestContext.Current.CancellationToken))
        {
            foreach (var path in pyramid.Paths)
            {
                (pixels, size) = Halve(pixels, size, samples => rule(samples, profile.NoData));
                using var level = GdalDataset.Open(path, isTrusted: true);
                Assert.Equal(size, level.Size);
                Assert.Equal(pixels, TestRasters.ReadBand(level));
            }
        }

        Assert.InRange(Math.Max(size.Width, size.Height), 1, 512);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal("source.tif", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_folder.Path))));
    }

    private static (double[] Pixels, RasterSize Size) Halve(double[] pixels, RasterSize size, Func<IReadOnlyList<double>, double> rule)
    {
        var half = new RasterSize((size.Width + 1) / 2, (size.Height + 1) / 2);
        return ([.. Enumerable.Range(0, (int)half.PixelCount).Select(i => rule(Below(i % half.Width, i / half.Width)))], half);

        double[] Below(int column, int row) =>
        [
            .. from y in new[] { 2 * row, (2 * row) + 1 }
               from x in new[] { 2 * column, (2 * column) + 1 }
               where x < size.Width && y < size.Height
               select pixels[(y * size.Width) + x],
        ];
    }
}
