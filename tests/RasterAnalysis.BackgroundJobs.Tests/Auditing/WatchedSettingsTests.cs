using Microsoft.Extensions.Configuration;
using RasterAnalysis.BackgroundJobs.Auditing;

namespace RasterAnalysis.BackgroundJobs.Tests.Auditing;

public sealed class WatchedSettingsTests
{
    [Fact]
    public void Of_secrets_it_is_known_alone_that_they_are_set()
    {
        var watched = WatchedSettings.Of(Configuration(
            ("RasterAnalysis:SignIn:FirstPassword", "seven red barns"), ("RasterAnalysis:SignIn:MetricsToken", "t0ken"), ("RasterAnalysis:SignIn:ClientSecret", "s3cret"),
            ("ConnectionStrings:RasterAnalysis", "Host=db;Password=hidden"), ("RasterAnalysis:SignIn:Authority", "https://user:pass@id.example.org/realm")));

        Assert.Equal(
            [
                ("ConnectionStrings__RasterAnalysis", "set"), ("RasterAnalysis__SignIn__Authority", "https://id.example.org/realm"), ("RasterAnalysis__SignIn__ClientSecret", "set"),
                ("RasterAnalysis__SignIn__FirstPassword", "set"), ("RasterAnalysis__SignIn__MetricsToken", "set"),
            ],
            watched.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Theory]
    [InlineData("RasterAnalysis:SignIn:Mode", "BuiltIn")]
    [InlineData("RasterAnalysis:AllowedHostNames:0", "maps.example.org")]
    [InlineData("RasterAnalysis:AllowedHosts:0", "data.example.org")]
    [InlineData("RasterAnalysis:Cors:Origins:0", "*")]
    [InlineData("RasterAnalysis:Proxies:0", "10.0.0.0/8")]
    [InlineData("RasterAnalysis:RasterStores:scenes", "/srv/scenes")]
    [InlineData("RasterAnalysis:SignIn:Apps:map:Administer", "true")]
    [InlineData("RasterAnalysis:Limits:StoragePerUser", "5")]
    [InlineData("RasterAnalysis:Jobs:MaxUnfinishedPerUser", "5")]
    [InlineData("RasterAnalysis:RateLimits:Requests:Permits", "5")]
    [InlineData("RasterAnalysis:Audit:KeepFor", "30.00:00:00")]
    [InlineData("urls", "http://0.0.0.0:80")]
    public void What_bears_on_security_is_watched(string setting, string value) =>
        Assert.Equal(
            [(setting.Replace(":", "__", StringComparison.Ordinal), value)],
            WatchedSettings.Of(Configuration((setting, value), ("RasterAnalysis:Gdal:BlockCacheMiB", "64"))).Select(pair => (pair.Key, pair.Value)));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}
