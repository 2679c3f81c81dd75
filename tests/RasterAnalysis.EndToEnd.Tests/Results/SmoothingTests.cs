using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Small patches are taken out of the sample's result, by a job's arguments and by a job of its own.</summary>
public sealed class SmoothingTests(LandCoverJob plain) : IClassFixture<LandCoverJob>
{
    private const int NoData = 255;

    [Theory]
    [InlineData(12, 4)]
    [InlineData(7, 8)]
    public async Task A_result_is_smoothed_by_the_rule_and_a_job_about_it_gives_the_same_as_its_arguments(int unit, int connectivity)
    {
        var expected = PlainPatches.Merge(ValuesOf(plain.Raster), unit, connectivity);

        var (job, smoothed) = await AgainAsync(new JsonObject { ["minimum_mapping_unit"] = $"{unit}", ["connectivity"] = connectivity });
        var (later, raster) = await SmoothAsync(new JsonObject { ["minimumMappingUnit"] = unit, ["connectivity"] = connectivity });

        Assert.Null(smoothed.FirstDifference((row, column) => (uint)Code(expected[row, column])));
        Assert.Null(raster.FirstDifference((row, column) => (uint)Code(expected[row, column])));
        Assert.All(PlainPatches.Label(expected, connectivity), patch => Assert.True(patch.Pixels.Count >= unit || patch.Borders.Count == 0));
        Assert.NotNull(plain.Raster.FirstDifference((row, column) => (uint)Code(expected[row, column])));

        var before = PlainPatches.Label(ValuesOf(plain.Raster), connectivity).Count(patch => patch.Pixels.Count < unit);
        var message = Assert.Single(ServiceClient.Messages(job), text => text.StartsWith("Smoothed by", StringComparison.Ordinal));
        Assert.Contains($"minimum mapping unit of {unit} pixels with {connectivity} neighbours: {before:N0} patches were smaller", message, StringComparison.Ordinal);
        Assert.Contains(message, ServiceClient.Messages(later));
        await AssertCountsAsync(job, smoothed);
        await AssertCountsAsync(later, raster);
        Assert.Equal(plain.Raster.Grid, raster.Grid);
        Assert.Equal(plain.Raster.ColorOf(1), raster.ColorOf(1));
        Assert.Contains("RASTERANALYSIS_MODEL\">land-cover", raster.Metadata, StringComparison.Ordinal);
        Assert.Contains($"RASTERANALYSIS_SMOOTHED\">{plain.Job["result"]!["itemId"]}", raster.Metadata, StringComparison.Ordinal);
        Assert.Contains(ServiceClient.Messages(later), text => text.Contains(" ha (", StringComparison.Ordinal) || text.Contains(" km² (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(30, 8)]
    public async Task GDALs_sieve_gives_what_gdal_sieve_gives(int unit, int connectivity)
    {
        Assert.SkipUnless(GdalTool.IsInstalled, "GDAL's tools are not installed: nothing to compare with.");
        var folder = Directory.CreateTempSubdirectory("sieve");
        try
        {
            var (source, target) = (Path.Combine(folder.FullName, "source.tif"), Path.Combine(folder.FullName, "target.tif"));
            await File.WriteAllBytesAsync(source, await plain.Client.GetBytesAsync(plain.Job["result"]!["raster"]!.GetValue<string>()));
            GdalTool.Run("gdal_sieve.py", "-q", "-st", $"{unit}", $"-{connectivity}", source, target);
            GdalTool.Run("gdal_translate", "-q", "-of", "COG", "-co", "COMPRESS=DEFLATE", target, Path.Combine(folder.FullName, "read.tif"));
            var theirs = CogFile.Read(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "read.tif")));

            var (_, byArguments) = await AgainAsync(new JsonObject { ["minimum_mapping_unit"] = unit, ["connectivity"] = connectivity, ["sieve"] = "gdal" });
            var (_, later) = await SmoothAsync(new JsonObject { ["minimumMappingUnit"] = unit, ["connectivity"] = connectivity, ["sieve"] = "gdal" });

            Assert.Equal(theirs.Levels[0].Pixels, byArguments.Levels[0].Pixels);
            Assert.Equal(theirs.Levels[0].Pixels, later.Levels[0].Pixels);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_majority_comes_before_the_unit()
    {
        var (majority, unit) = (new JsonObject { ["majorityFilter"] = 3 }, new JsonObject { ["minimumMappingUnit"] = 9, ["majorityFilter"] = "3" });

        var (_, filtered) = await SmoothAsync(majority);
        var (_, both) = await SmoothAsync(unit);

        var expected = PlainPatches.Merge(ValuesOf(filtered), 9, 4);
        Assert.Null(both.FirstDifference((row, column) => (uint)Code(expected[row, column])));
        Assert.NotEqual(plain.Raster.Levels[0].Pixels, filtered.Levels[0].Pixels);
    }

    [Theory]
    [InlineData("{}", "minimumMappingUnit", "is required, above 1")]
    [InlineData("{\"minimumMappingUnit\":0}", "minimumMappingUnit", "must be a whole number from 1 to 100000")]
    [InlineData("{\"minimumMappingUnit\":5,\"connectivity\":6}", "connectivity", "must be 4 or 8")]
    [InlineData("{\"minimumMappingUnit\":5,\"sieve\":\"best\"}", "sieve", "must be unit or gdal")]
    [InlineData("{\"majorityFilter\":4}", "majorityFilter", "must be 0, 3, 5 or 7")]
    [InlineData("{\"minimumMappingUnit\":5,\"model\":\"x\"}", "model", "")]
    public async Task What_cannot_be_done_is_refused_by_name(string body, string field, string message)
    {
        using var response = await plain.Client.Http.PostAsync($"api/v1/items/{plain.Job["result"]!["itemId"]}/smooth", new StringContent(body, null, "application/json"));
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem["errors"]!.ToJsonString(), text => text == '[');
        Assert.Contains($"\"{field}\"", problem["errors"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(message, problem["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minimum_mapping_unit", "0", "must be a whole number from 1 to 100000")]
    [InlineData("connectivity", "6", "must be 4 or 8")]
    [InlineData("sieve", "best", "must be unit or gdal")]
    [InlineData("majority_filter", "9", "must be 0, 3, 5 or 7")]
    public async Task Arguments_that_cannot_be_taken_are_refused_by_name(string name, string value, string message)
    {
        var request = (JsonObject)(await plain.Client.GetAsync($"api/v1/jobs/{plain.Job["id"]}/inputs"));
        request["modelArguments"] = new JsonObject { [name] = value };
        request.Remove("outputName");

        var (status, body) = await plain.Client.TrySubmitAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"modelArguments.{name}", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(message, body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imagery_is_no_class_raster()
    {
        var scene = (string)(await plain.Client.GetAsync($"api/v1/jobs/{plain.Job["id"]}/inputs"))["inputRaster"]!["itemId"]!;

        using var response = await plain.Client.Http.PostAsJsonAsync($"api/v1/items/{scene}/smooth", new JsonObject { ["minimumMappingUnit"] = 4 });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is imagery, not a class raster", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<(JsonNode Job, CogFile Raster)> AgainAsync(JsonObject arguments)
    {
        var inputs = await plain.Client.GetAsync($"api/v1/jobs/{plain.Job["id"]}/inputs");
        return await plain.Client.ClassifyAsync(ServiceClient.Request(
            (string)inputs["inputRaster"]!["itemId"]!, (string)inputs["model"]!["itemId"]!, arguments, new JsonObject { ["reuseResults"] = true }));
    }

    private async Task<(JsonNode Job, CogFile Raster)> SmoothAsync(JsonObject body)
    {
        using var response = await plain.Client.Http.PostAsJsonAsync($"api/v1/items/{plain.Job["result"]!["itemId"]}/smooth", body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await plain.Client.FinishedAsync((string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!);
        Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());
        return (job, CogFile.Read(await plain.Client.GetBytesAsync((string)job["result"]!["raster"]!)));
    }

    private async Task AssertCountsAsync(JsonNode job, CogFile raster)
    {
        var counts = raster.Levels[0].Pixels.CountBy(value => (int)value).ToDictionary();
        var (item, areas) = ((string)job["result"]!["itemId"]!, await plain.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/areas"));
        var classes = (await plain.Client.GetAsync($"api/v1/items/{item}"))["classes"]!.AsArray();
        Assert.NotEmpty(classes);
        Assert.All(classes, one => Assert.Equal(counts.GetValueOrDefault((int)one!["value"]!), (int)one["count"]!));
        Assert.All(areas["classes"]!.AsArray(), one => Assert.Equal(counts.GetValueOrDefault((int)one!["value"]!), (int)one["pixels"]!));
    }

    private static int Code(int value) => value < 0 ? NoData : value;

    private static int[,] ValuesOf(CogFile raster)
    {
        var level = raster.Levels[0];
        var values = new int[level.Height, level.Width];
        for (var place = 0; place < level.Pixels.Length; place++)
        {
            values[place / level.Width, place % level.Width] = level.Pixels[place] == NoData ? -1 : (int)level.Pixels[place];
        }

        return values;
    }
}
