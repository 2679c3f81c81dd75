using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>Networks that were once refused as what they are not (<c>shared/cases</c> 26): their labels are those of one plain run.</summary>
public sealed class ReadNetworkTests(SharedService service)
{
    private const string Folder = "26-refused-with-the-wrong-reason";

    [Theory]
    [InlineData("float_ids_n1hw", 4)]
    [InlineData("float_ids_nhw", 4)]
    [InlineData("float_ids_nhw1", 4)]
    [InlineData("float_ids_two_classes", 2)]
    [InlineData("input_without_shape", 4)]
    [InlineData("scores_n1chw", 4)]
    [InlineData("uint32_input", 4)]
    public async Task It_gives_the_labels_of_a_plain_run(string package, int channels)
    {
        var input = CaseRaster.Read(Case.PathOf($"{Folder}/rgb.tif"));
        var expected = MirroredRun.Highest(Case.PathOf($"{Folder}/base.onnx"), input, channels: channels);
        var (job, result) = await service.Client.ClassifyAsync(Case.Read($"{Folder}/rgb.tif"), Case.Read($"{Folder}/{package}.dlpk"));

        Case.AssertEvery(result, input, (row, column) => expected[row, column]);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }
}
