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
    [InlineData("Quantizations", "quantizations")]
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
    [InlineData("RasterAnalysis:Jobs:AtOnce", "zwei", "RasterAnalysis__Jobs__AtOnce: is 'zwei'; it must be a whole number, 1 or more.")]
    [InlineData("RasterAnalysis:Jobs:AtOnce", "", "RasterAnalysis__Jobs__AtOnce: is ''")]
    [InlineData("RasterAnalysis:Jobs:Run", "maybe", "RasterAnalysis__Jobs__Run: is 'maybe'; it must be true or false.")]
    [InlineData("RasterAnalysis:Limits:MaxFileBytes", "64GiB", "RasterAnalysis__Limits__MaxFileBytes")]
    [InlineData("RasterAnalysis:Limits:MaxFileBytes", "-5", "RasterAnalysis__Limits__MaxFileBytes")]
    [InlineData("RasterAnalysis:RemoteRasters:ByRanges", "often", "RasterAnalysis__RemoteRasters__ByRanges: is 'often'; it must be true or false.")]
    [InlineData("RasterAnalysis:RemoteRasters:CacheBytes", "-1", "RasterAnalysis__RemoteRasters__CacheBytes")]
    [InlineData("RasterAnalysis:RemoteRasters:Patience", "00:00:00", "RasterAnalysis__RemoteRasters__Patience: must be one second or more")]
    [InlineData("RasterAnalysis:Limits:MaxJobTime", "-00:01:00", "RasterAnalysis__Limits__MaxJobTime")]
    [InlineData("RasterAnalysis:Audit:KeepFor", "23:59:59", "RasterAnalysis__Audit__KeepFor: must be one day or more")]
    [InlineData("RasterAnalysis:Worker:IdleTime", "5m", "RasterAnalysis__Worker__IdleTime: is '5m'; it must be a span of time as hours:minutes:seconds")]
    [InlineData("RasterAnalysis:PythonFunctions:Mode", "On", "RasterAnalysis__PythonFunctions__Mode: is 'On'; it must be Off or Confined or Unconfined.")]
    [InlineData("RasterAnalysis:PythonFunctions:ModulePaths:0", "/nowhere/at/all", "RasterAnalysis__PythonFunctions__ModulePaths__0: names the folder '/nowhere/at/all', which does not exist.")]
    [InlineData("RasterAnalysis:PythonFunctions:MaxMemory", "1", "RasterAnalysis__PythonFunctions__MaxMemory")]
    [InlineData("RasterAnalysis:PythonFunctions:BlockTime", "soon", "RasterAnalysis__PythonFunctions__BlockTime")]
    [InlineData("RasterAnalysis:Gdal:BlockCacheMiB", "5", "RasterAnalysis__Gdal__BlockCacheMiB: is '5'; it must be a whole number from 16 to 65536.")]
    [InlineData("RasterAnalysis:ArcGis:MaxRequestBytes", "0", "RasterAnalysis__ArcGis__MaxRequestBytes")]
    [InlineData("RasterAnalysis:OnnxRuntime:MaxRunMemory", "1GiB", "RasterAnalysis__OnnxRuntime__MaxRunMemory")]
    [InlineData("RasterAnalysis:OnnxRuntime:RequireGpu", "ja", "RasterAnalysis__OnnxRuntime__RequireGpu")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceId", "-1", "RasterAnalysis__OnnxRuntime__DeviceId:")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "0,-1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "0;1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds", "1,1", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    [InlineData("RasterAnalysis:OnnxRuntime:DeviceIds:0", "first", "RasterAnalysis__OnnxRuntime__DeviceIds")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidRequestException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var fault = Assert.Throws<InvalidRequestException>(() => Read(
            ("RasterAnalysis:Jobs:Run", "maybe"), ("RasterAnalysis:Worker:MaxIdle", "0"), ("RasterAnalysis:OnnxRuntime:DeviceId", "-1")));

        Assert.Equal(
            ["RasterAnalysis__Jobs__Run", "RasterAnalysis__OnnxRuntime__DeviceId", "RasterAnalysis__Worker__MaxIdle"],
            fault.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Secret=x")]
    [InlineData("just a text")]
    [InlineData("Host=db;Port=five")]
    public void A_connection_string_that_no_database_knows_is_named_and_not_repeated(string text)
    {
        var fault = Assert.Throws<InvalidRequestException>(() => Read(("ConnectionStrings:RasterAnalysis", text)));

        Assert.Contains("ConnectionStrings__RasterAnalysis: is neither", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, fault.Message, StringComparison.Ordinal);
    }

    private static BackgroundJobsOptions Read(params (string Key, string Value)[] settings) => ServiceSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
