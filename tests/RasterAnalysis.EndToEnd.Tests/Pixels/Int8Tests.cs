using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pixels;

/// <summary>A job in int8, over the samples' network and scene: few labels move, it says how many, and they are the same however it is cut.</summary>
public sealed class Int8Tests(SharedService service) : IAsyncLifetime
{
    private string _scene = "";
    private string _model = "";

    public async ValueTask InitializeAsync()
    {
        _scene = (await service.Client.AddAsync(await File.ReadAllBytesAsync(RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif")), "L7_ETMs.tif"))["id"]!.GetValue<string>();
        _model = (await service.Client.AddAsync(await File.ReadAllBytesAsync(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk")), "land-cover.dlpk"))["id"]!.GetValue<string>();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Few_labels_differ_from_Float32_and_the_job_says_how_many()
    {
        var (_, exact) = await RunAsync([]);
        var (job, quantized) = await RunAsync(new JsonObject { ["precision"] = "int8" });

        var message = Assert.Single(ServiceClient.Messages(job), text => text.StartsWith("The network computes in int8", StringComparison.Ordinal));
        var found = Regex.Match(message, @"([\d.]+) % of ([\d,]+) labels of a sample");
        var (said, labels) = (double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(found.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        var real = 100.0 * Differing(exact, quantized) / exact.Levels[0].Pixels.Length;

        // weights have half as many steps on a processor without VNNI
        Assert.InRange(real, 0.0001, message.Contains("±127", StringComparison.Ordinal) ? 0.5 : 1);

        // the scene is so small that the sample is all of it, and no pixel is counted twice
        Assert.Equal(exact.Levels[0].Pixels.Length, labels);
        Assert.Equal(real, said, 0.006);
        Assert.Contains("two best classes are within 0.1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("256", null)]
    [InlineData("512", null)]
    [InlineData("1024", null)]
    [InlineData(null, "3")]
    public async Task Tiles_and_instances_change_no_pixel(string? tileSize, string? instances)
    {
        var (_, usual) = await RunAsync(new JsonObject { ["precision"] = "int8" });
        var arguments = new JsonObject { ["precision"] = "INT8" };
        if (tileSize is not null)
        {
            arguments["tile_size"] = tileSize;
        }

        var (_, other) = await RunAsync(arguments, instances is null ? null : new JsonObject { ["parallelProcessingFactor"] = instances });

        Assert.Equal(0, Differing(usual, other));
    }

    [Fact]
    public async Task A_part_of_the_raster_has_the_pixels_of_the_whole()
    {
        var (_, whole) = await RunAsync(new JsonObject { ["precision"] = "int8" });
        var (left, top, size) = (whole.Grid[6], whole.Grid[7], whole.Grid[0]);
        var (_, part) = await RunAsync(new JsonObject { ["precision"] = "int8" }, new JsonObject
        {
            ["extent"] = new JsonObject { ["xmin"] = left + (40 * size), ["ymax"] = top - (30 * size), ["xmax"] = left + (140 * size), ["ymin"] = top - (110 * size) },
        });

        Assert.Equal((100, 80), (part.Levels[0].Width, part.Levels[0].Height));
        Assert.Null(part.FirstDifference((row, column) => whole.At(row + 30, column + 40)));
    }

    [Fact]
    public async Task More_labels_than_are_tolerated_leave_the_network_in_Float32()
    {
        var (_, exact) = await RunAsync([]);
        var (job, other) = await RunAsync(new JsonObject { ["precision"] = "int8", ["int8_tolerance"] = 0 });

        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.StartsWith("The network computes in Float32, not in int8 as asked:", StringComparison.Ordinal) && text.Contains("0 % of int8_tolerance", StringComparison.Ordinal));
        Assert.Equal(0, Differing(exact, other));
    }

    [Fact]
    public async Task Float16_is_left_to_GPUs_and_a_job_without_one_says_so()
    {
        var (_, exact) = await RunAsync([]);
        var (job, other) = await RunAsync(new JsonObject { ["precision"] = "float16" });

        Assert.Contains("The network computes in Float32, not in float16 as asked: it runs on a CPU, and float16 is for GPUs.", ServiceClient.Messages(job, "warning"));
        Assert.Equal(0, Differing(exact, other));
    }

    [Fact]
    public async Task A_network_without_anything_to_quantise_runs_as_it_is_and_the_job_says_why()
    {
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
        var (job, raster) = await service.Client.ClassifyAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 3)), package, new JsonObject { ["precision"] = "int8" });

        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.Contains("no convolution with Float32 weights between its first and its last", StringComparison.Ordinal));
        Assert.Null(raster.FirstDifference((row, column) => (uint)((row + column) % 3)));
    }

    [Theory]
    [InlineData("precision", "int4", "must be float32, int8 or float16")]
    [InlineData("int8_tolerance", "-1", "must be a number of per cent from 0 to 100")]
    [InlineData("float16_tolerance", "101", "must be a number of per cent from 0 to 100")]
    [InlineData("int8_tolerance", "many", "must be a number of per cent from 0 to 100")]
    public async Task What_it_cannot_be_is_refused_by_name(string name, string value, string reason)
    {
        var (status, body) = await service.Client.TrySubmitAsync(ServiceClient.Request(_scene, _model, new JsonObject { [name] = value }));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"modelArguments.{name}", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(reason, body.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(JsonNode Job, CogFile Raster)> RunAsync(JsonObject arguments, JsonObject? context = null)
    {
        context ??= [];
        context["reuseResults"] = false;
        return await service.Client.ClassifyAsync(ServiceClient.Request(_scene, _model, arguments, context));
    }

    private static int Differing(CogFile one, CogFile other) => one.Levels[0].Pixels.Zip(other.Levels[0].Pixels, (a, b) => a == b ? 0 : 1).Sum();
}
