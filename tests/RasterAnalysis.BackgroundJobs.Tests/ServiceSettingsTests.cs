using Microsoft.Extensions.Configuration;

namespace RasterAnalysis.BackgroundJobs.Tests;

public sealed class ServiceSettingsTests
{
    [Fact]
    public void Without_settings_everything_is_embedded()
    {
        var options = Read();

        Assert.Equal(("data", true, true, false), (options.DataRoot, options.RunsJobs, options.IsEmbedded, options.IsPostgreSql));
        Assert.Empty(options.RasterStores);
        Assert.Empty(options.Limits.AllowedHosts);
    }

    [Fact]
    public void Settings_are_read()
    {
        var store = Path.GetTempPath();
        var options = Read(
            ("RasterAnalysis:DataRoot", "/srv/data"), ("RasterAnalysis:RasterStores:scenes", store), ("RasterAnalysis:AllowedHosts:0", "example.org"),
            ("RasterAnalysis:Jobs:Run", "false"), ("RasterAnalysis:Jobs:AtOnce", "5"), ("ConnectionStrings:RasterAnalysis", "Host=db;Username=u"),
            ("RasterAnalysis:OnnxRuntime:RequireGpu", "true"));

        Assert.Equal(("/srv/data", false, 5, true), (options.DataRoot, options.RunsJobs, options.JobsAtOnce, options.IsPostgreSql));
        Assert.Equal(store, options.RasterStores["scenes"]);
        Assert.Equal(["example.org"], options.Limits.AllowedHosts);
        Assert.Equal("true", options.Worker.Environment["RasterAnalysis__OnnxRuntime__RequireGpu"]);
    }

    [Fact]
    public void GPUs_are_those_of_the_list_else_the_one()
    {
        Assert.Equal([0], Read().Worker.DeviceIds);
        Assert.Equal([3], Read(("RasterAnalysis:OnnxRuntime:DeviceId", "3"), ("RasterAnalysis:OnnxRuntime:DeviceIds", "")).Worker.DeviceIds);
        Assert.Equal([1, 0], Read(("RasterAnalysis:OnnxRuntime:DeviceId", "3"), ("RasterAnalysis:OnnxRuntime:DeviceIds", "1, 0")).Worker.DeviceIds);
        Assert.Equal([1, 2], Read(("RasterAnalysis:OnnxRuntime:DeviceIds:0", "1"), ("RasterAnalysis:OnnxRuntime:DeviceIds:1", "2")).Worker.DeviceIds);
    }

    [Theory]
    [InlineData("EngineCache", "engines")]
    [InlineData("TileSpeeds", "speeds")]
    public void What_instances_remember_is_kept_under_the_data_root_unless_told_otherwise(string setting, string folder)
    {
        var name = $"RasterAnalysis__OnnxRuntime__{setting}";

        Assert.Equal($"/srv/data/{folder}", Read(("RasterAnalysis:DataRoot", "/srv/data")).Worker.Environment[name]);
        Assert.Equal("/fast", Read(($"RasterAnalysis:OnnxRuntime:{setting}", "/fast")).Worker.Environment[name]);
        Assert.Equal("", Read(($"RasterAnalysis:OnnxRuntime:{setting}", "")).Worker.Environment[name]);
    }

    [Theory]
    [InlineData("RasterAnalysis:RasterStores:scenes", "/nowhere/at/all", "RasterAnalysis__RasterStores__scenes")]
    [InlineData("RasterAnalysis:Jobs:AtOnce", "0", "RasterAnalysis__Jobs__AtOnce")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceId", "-1", "RasterAnalysis__OnnxRuntime__DeviceId:")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "0,-1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "0;1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "1,1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds:0", "first", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidRequestException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    private static BackgroundJobsOptions Read(params (string Key, string Value)[] settings) => ServiceSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
