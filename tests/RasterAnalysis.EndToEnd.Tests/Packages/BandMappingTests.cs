using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary><c>band_mapping</c>: which band of the raster each band of the network is, where the raster has them in another order than the model's author.</summary>
public sealed class BandMappingTests(SharedService service)
{
    private const int Classes = 5;
    private readonly ServiceClient _client = service.Client;

    [Theory]
    [InlineData("2", 2)]
    [InlineData("3", 3)]
    [InlineData(null, 1)]
    public async Task A_job_classifies_the_band_that_it_names(string? mapping, int band)
    {
        var (raster, model) = await AddAsync();
        var arguments = mapping is null ? [] : new JsonObject { ["band_mapping"] = mapping };

        var (job, result) = await _client.ClassifyAsync(ServiceClient.Request(raster, model, arguments));

        Assert.Null(result.FirstDifference((row, column) => (uint)ValueAt(band, row, column)));
        Assert.Equal(mapping is not null, ServiceClient.Messages(job).Contains($"band_mapping: the network's bands are the raster's {mapping}."));
    }

    [Theory]
    [InlineData("4", "names band 4, but the raster has 3 bands, counted from 1.")]
    [InlineData("1,2", "names 2 bands, but the network takes 1")]
    [InlineData("NIR", "names a band 'NIR', which the raster does not have")]
    public async Task A_mapping_that_does_not_fit_is_refused_with_the_reason(string mapping, string reason)
    {
        var (raster, model) = await AddAsync();
        var job = await _client.FinishedAsync(await _client.SubmitAsync(ServiceClient.Request(raster, model, new JsonObject { ["band_mapping"] = mapping })));
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_with_a_gap_is_refused_at_once()
    {
        var (raster, model) = await AddAsync();
        var (status, problem) = await _client.TrySubmitAsync(ServiceClient.Request(raster, model, new JsonObject { ["band_mapping"] = "1,," }));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("modelArguments.band_mapping", (string)problem["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task The_model_lists_the_argument()
    {
        var (_, model) = await AddAsync();
        var listed = (await _client.GetAsync($"api/v1/items/{model}/model"))["arguments"]!.AsArray();
        Assert.Contains(listed, argument => (string)argument!["name"]! == "band_mapping" && (bool)argument["isUsed"]!);
    }

    private static int ValueAt(int band, int row, int column) => ((row * 3) + (column * band) + band) % Classes;

    private async Task<(string Raster, string Model)> AddAsync()
    {
        var raster = await _client.AddAsync(TiffFile.Byte(60, 40, 3, (band, row, column) => (byte)ValueAt(band + 1, row, column)), "mapped.tif");
        var model = await _client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "mapped.dlpk");
        return ((string)raster["id"]!, (string)model["id"]!);
    }
}
