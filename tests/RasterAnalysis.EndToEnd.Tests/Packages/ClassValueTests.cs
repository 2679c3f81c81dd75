using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Right values and right colours, however the classes are numbered.</summary>
public sealed class ClassValueTests(SharedService service)
{
    private static readonly (long, string, int[])[] NlcdLike =
        [(11, "Open Water", [70, 107, 159]), (41, "Deciduous Forest", [104, 171, 95]), (95, "Herbaceous Wetlands", [108, 159, 184])];

    [Fact]
    public async Task Values_11_41_95_stand_for_the_channels_in_list_order()
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(40, 30, 1, Bands(3)), TestPackages.Package(TestPackages.Definition(NlcdLike), TinyNetworks.CopyBand(3)));

        Assert.Null(raster.FirstDifference((row, column) => new uint[] { 11, 41, 95 }[Value(row, column, 3)]));
        Assert.Equal((8, "255"), (raster.Bits, raster.NoData));
        Assert.Equal(((70, 107, 159), (104, 171, 95), (108, 159, 184)), (raster.ColorOf(11), raster.ColorOf(41), raster.ColorOf(95)));
        Assert.Contains("Deciduous Forest", raster.Metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_1_to_n_are_told_as_information()
    {
        (long, string, int[])[] classes = [(1, "Field", [10, 200, 30]), (2, "Road", [250, 0, 0]), (3, "Water", [0, 0, 250])];
        var (job, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(40, 30, 1, Bands(3)), TestPackages.Package(TestPackages.Definition(classes), TinyNetworks.CopyBand(3)));

        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(row, column, 3) + 1));
        Assert.DoesNotContain(ServiceClient.Messages(job, "warning"), text => text.Contains("class values", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(ServiceClient.Messages(job, "informative"), text => text.Contains("count from 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_network_named_in_another_case_is_found_and_warned_of()
    {
        var package = TestPackages.Package(TestPackages.Definition(NlcdLike, ("ModelFile", "NETWORK.Onnx")), TinyNetworks.CopyBand(3));

        var item = await service.Client.AddAsync(package, "model.dlpk");

        Assert.Contains(item["warnings"]!.AsArray(), warning => ((string)warning!).Contains("another case", StringComparison.Ordinal));
        Assert.Null((await service.Client.ClassifyAsync(TiffFile.Byte(40, 30, 1, Bands(3)), package)).Raster.FirstDifference((row, column) => new uint[] { 11, 41, 95 }[Value(row, column, 3)]));
    }

    [Theory]
    [InlineData(null, new uint[] { 11, 11, 41, 95 })]
    [InlineData("True", new uint[] { 0, 11, 41, 95 })]
    [InlineData("False", new uint[] { 11, 11, 41, 95 })]
    public async Task One_channel_more_than_classes_is_the_background(string? predictBackground, uint[] expected)
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(40, 30, 1, Bands(4)),
            TestPackages.Package(TestPackages.Definition(NlcdLike), TinyNetworks.CopyBand(4)),
            predictBackground is null ? null : new JsonObject { ["predict_background"] = predictBackground });

        // where the background may not win, the next best channel does: for 0 that is channel 1
        Assert.Null(raster.FirstDifference((row, column) => expected[Value(row, column, 4)]));
    }

    [Fact]
    public async Task A_background_of_value_0_is_a_class()
    {
        (long, string, int[])[] classes = [(0, "Background", [0, 0, 0]), (1, "Field", [10, 200, 30]), (2, "Road", [250, 0, 0])];
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(40, 30, 1, Bands(3)), TestPackages.Package(TestPackages.Definition(classes), TinyNetworks.CopyBand(3)));

        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(row, column, 3)));
        Assert.Equal("255", raster.NoData);
        Assert.Equal(((0, 0, 0), (250, 0, 0)), (raster.ColorOf(0), raster.ColorOf(2)));
    }

    [Fact]
    public async Task Three_hundred_classes_fit_16_bits()
    {
        const int Count = 300;
        var (job, raster) = await service.Client.ClassifyAsync(
            TiffFile.UInt16(70, 50, 1, (_, row, column) => (ushort)Value(row, column, Count)),
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Count)), TinyNetworks.CopyBand(Count)));

        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(row, column, Count)));
        Assert.Equal((16, "65535"), (raster.Bits, raster.NoData));
        foreach (var value in new[] { 0, 255, 256, 299 })
        {
            Assert.Equal((value % 256, value * 7 % 256, 255 - (value % 256)), raster.ColorOf(value));
        }

        var table = (await service.Client.GetAsync($"{job["result"]!["imageServer"]}/rasterAttributeTable?f=json"))["features"]!.AsArray();
        Assert.Equal(Count, table.Count);
        Assert.Equal("Class 299", table[299]!["attributes"]!["ClassName"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_value_of_255_moves_NoData_away()
    {
        (long, string, int[])[] classes = [(255, "High", [1, 2, 3]), (7, "Low", [4, 5, 6])];
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(20, 20, 1, Bands(3), noData: 2), TestPackages.Package(TestPackages.Definition(classes), TinyNetworks.CopyBand(2)));

        var noData = uint.Parse(raster.NoData!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.DoesNotContain(noData, new uint[] { 0, 7, 255 });
        Assert.Null(raster.FirstDifference((row, column) => new uint[] { 255, 7, noData }[Value(row, column, 3)]));
    }

    private static Func<int, int, int, byte> Bands(int values) => (_, row, column) => (byte)Value(row, column, values);

    private static int Value(int row, int column, int values) => ((row * 31) + (column * 17) + (row * column)) % values;
}
