using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pixels;

/// <summary>The map does not show how it was computed: a U-Net of four levels, run by tiles, gives every pixel of one run over the whole raster.</summary>
public sealed class TiledEqualsWholeTests(SharedService service)
{
    // multiples of nothing
    private const int Width = 701;
    private const int Height = 523;
    private const int Bands = 3;
    private const int Classes = 5;
    private static readonly byte[] Network = LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 4, "batch", seed: 11);
    private static readonly Lazy<int[,]> Whole = new(() => WholeRun.Classify(Network, Bands, Width, Height, (b, r, c) => Value(b, r, c), 128, 16));
    private static readonly Lazy<byte[]> Raster = new(() => TiffFile.Byte(Width, Height, Bands, Value));

    [Theory]
    [InlineData(null, null)]
    [InlineData("256", "8")]
    [InlineData("320", "3")]
    [InlineData("512", "1")]
    [InlineData("704", "2")]
    [InlineData("1024", "1")]
    public async Task No_pixel_differs_whatever_the_tile_and_the_batch(string? tile, string? batch)
    {
        var (job, raster) = await ClassifyAsync(new JsonObject { ["tile_size"] = tile, ["batch_size"] = batch });

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("stride 16, radius", StringComparison.Ordinal) && text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
        Assert.Contains(ServiceClient.Messages(job), text => text.StartsWith("The network's later layers compute only what the tiles' cores need", StringComparison.Ordinal));
        Assert.Equal((true, 16), ((bool)job["seams"]!["exact"]!, (int)job["seams"]!["stride"]!));
        Assert.Equal(0, Differences(raster, 0, 0));
        Assert.Equal(Classes, Whole.Value.Cast<int>().Distinct().Count());
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    public async Task No_pixel_differs_whatever_the_number_of_instances(string factor, int instances)
    {
        var (job, raster) = await ClassifyAsync(new JsonObject { ["tile_size"] = "384" }, new JsonObject { ["parallelProcessingFactor"] = factor });

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains($"{instances} processing instances at once", StringComparison.Ordinal));
        Assert.True((int)job["sections"]!["total"]! >= instances);
        Assert.Equal(0, Differences(raster, 0, 0));
    }

    [Fact]
    public async Task No_pixel_of_a_smaller_extent_differs()
    {
        // cells of 10 from (500000, 5000000): columns 101 to 567, rows 57 to 411
        var context = new JsonObject
        {
            ["extent"] = new JsonObject { ["xmin"] = 501010, ["ymax"] = 4999430, ["xmax"] = 505680, ["ymin"] = 4995880 },
        };
        var (_, raster) = await ClassifyAsync(new JsonObject(), context);

        Assert.Equal((467, 355), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Equal(0, Differences(raster, 57, 101));
    }

    [Fact]
    public async Task A_padding_off_the_stride_is_rounded_up_and_still_exact()
    {
        var (job, raster) = await ClassifyAsync(new JsonObject { ["tile_size"] = "512", ["padding"] = "105" });

        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.Contains("padding 105", StringComparison.Ordinal) && text.Contains("112", StringComparison.Ordinal));
        Assert.Equal(0, Differences(raster, 0, 0));
    }

    [Fact]
    public async Task A_padding_less_than_the_radius_is_said_with_what_it_costs()
    {
        var (job, raster) = await ClassifyAsync(new JsonObject { ["tile_size"] = "128", ["padding"] = "16" });

        var warning = Assert.Single(ServiceClient.Messages(job, "warning"), text => text.StartsWith("Tile edges ", StringComparison.Ordinal));
        Assert.Contains("not exact", warning, StringComparison.Ordinal);
        Assert.Contains("16 pixels, less than the radius", warning, StringComparison.Ordinal);
        Assert.Contains("% of a probed region", warning, StringComparison.Ordinal);
        Assert.True(Differences(raster, 0, 0) > 0);
    }

    [Fact]
    public async Task A_network_with_instance_normalisation_is_reported_as_inexact_and_its_nodes_named()
    {
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 4, "instance", seed: 11);
        var model = await service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network), "instance.dlpk");
        var described = await service.Client.GetAsync($"api/v1/items/{model["id"]}/model");
        var raster = await service.Client.AddAsync(Raster.Value, "input.tif");

        var (job, _) = await service.Client.ClassifyAsync(ServiceClient.Request((string)raster["id"]!, (string)model["id"]!));

        Assert.False((bool)described["seams"]!["exact"]!);
        Assert.Equal(18, described["seams"]!["nodes"]!.AsArray().Count);
        Assert.InRange((double)described["seams"]!["mismatch"]!, 0.001, 1);
        var warning = Assert.Single(ServiceClient.Messages(job, "warning"), text => text.StartsWith("Tile edges ", StringComparison.Ordinal));
        Assert.Contains("InstanceNormalization '", warning, StringComparison.Ordinal);
        Assert.Contains("% of a probed region", warning, StringComparison.Ordinal);
    }

    private async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(JsonObject arguments, JsonObject? context = null) => await service.Client.ClassifyAsync(
        Raster.Value, TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), Network), arguments, context);

    // blobs of several sizes and some noise
    private static byte Value(int band, int row, int column) => (byte)(
        127 + (60 * Math.Sin((row * 0.05 * (band + 1)) + (column * 0.021))) + (40 * Math.Cos((column * 0.13) - (row * 0.07 * band)))
        + ((uint)((row * 7919) ^ (column * 104729) ^ (band * 31)) * 2654435761u >> 27));

    private static int Differences(CogFile raster, int firstRow, int firstColumn)
    {
        var count = 0;
        for (var row = 0; row < raster.Levels[0].Height; row++)
        {
            for (var column = 0; column < raster.Levels[0].Width; column++)
            {
                count += raster.At(row, column) == Whole.Value[firstRow + row, firstColumn + column] ? 0 : 1;
            }
        }

        return count;
    }
}
