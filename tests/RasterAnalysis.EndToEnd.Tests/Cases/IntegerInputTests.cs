using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>Networks that take whole numbers of 8 bits (<c>shared/cases</c> 25): what does not fit is counted, and refused where it is much.</summary>
public sealed class IntegerInputTests(SharedService service)
{
    private const string Folder = "25-integer-input-saturates-silently";

    [Fact]
    public async Task Bytes_are_fed_as_they_are()
    {
        var messages = await AssertAsync("byte.tif", "uint8_input.dlpk", value => value);

        Assert.DoesNotContain(messages, text => text.Contains("do not fit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Few_samples_that_do_not_fit_are_cut_and_counted()
    {
        var outside = 0;
        foreach (var value in CaseRaster.Read(Case.PathOf($"{Folder}/int16_negative.tif")).Samples)
        {
            outside += value is < byte.MinValue or > byte.MaxValue ? 1 : 0;
        }

        var messages = await AssertAsync("int16_negative.tif", "uint8_input.dlpk", value => Math.Clamp(value, byte.MinValue, byte.MaxValue));

        Assert.Contains(messages, text => text.StartsWith($"{outside} of 108000 samples", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("uint16_0_3000.tif", "uint8_input.dlpk")]
    [InlineData("uint16_0_3000.tif", "int8_input.dlpk")]
    [InlineData("float_0_1.tif", "uint8_input.dlpk")]
    [InlineData("float_0_1.tif", "int8_input.dlpk")]
    [InlineData("int16_negative.tif", "int8_input.dlpk")]
    [InlineData("byte.tif", "int8_input.dlpk")]
    public async Task Many_samples_that_do_not_fit_are_refused_with_what_would_map_them(string raster, string package)
    {
        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(ServiceClient.Request(
            await IdOfAsync(raster, "input.tif"), await IdOfAsync(package, "model.dlpk"))));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains("modelArguments.data_range", job.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("do not fit", job.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uint16_0_3000.tif", "uint8_input.dlpk", 65535f, 0f, 255f)]
    [InlineData("byte.tif", "int8_input.dlpk", 255f, 0f, 127f)]
    public async Task Data_range_says_how_they_are_mapped(string raster, string package, float top, float low, float high) => await AssertAsync(
        raster, package, value => MathF.Round(low + (value * ((high - low) / top))), FormattableString.Invariant($"{low},{high}"));

    private async Task<string[]> AssertAsync(string raster, string package, Func<float, float> change, string? dataRange = null)
    {
        var input = CaseRaster.Read(Case.PathOf($"{Folder}/{raster}"));
        var expected = MirroredRun.Highest(Case.PathOf($"{Folder}/same_network_float_input.onnx"), input, change);
        var arguments = dataRange is null ? null : new JsonObject { ["data_range"] = dataRange };
        var (job, result) = await service.Client.ClassifyAsync(Case.Read($"{Folder}/{raster}"), Case.Read($"{Folder}/{package}"), arguments);

        Case.AssertEvery(result, input, (row, column) => expected[row, column]);
        return ServiceClient.Messages(job);
    }

    private async Task<string> IdOfAsync(string file, string name) => (string)(await service.Client.AddAsync(Case.Read($"{Folder}/{file}"), name))["id"]!;
}
