using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ServicesDirectory;

public sealed class ServicesDirectoryTests : HostedTest
{
    [Fact]
    public async Task Info_HasVersionAndNoSignIn() => EsriAssert.Json(
        """{"currentVersion":10.91,"fullVersion":"10.9.1","soapUrl":null,"secureSoapUrl":null,"authInfo":{"isTokenBasedSecurity":false}}""",
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/info?f=json"));

    [Theory]
    [InlineData(ArcGisHost.Rest)]
    [InlineData($"{ArcGisHost.Rest}/services")]
    public async Task Services_ListFolders(string path) => EsriAssert.Json(
        """{"currentVersion":10.91,"folders":["System","Hosted"],"services":[]}""",
        await Host.GetJsonAsync($"{path}?f=json"));

    [Fact]
    public async Task System_ListsTheToolbox() => EsriAssert.Json(
        """{"currentVersion":10.91,"folders":[],"services":[{"name":"System/RasterAnalysisTools","type":"GPServer"}]}""",
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/System?f=json"));

    [Fact]
    public async Task Hosted_ListsImageServicesOnly() => EsriAssert.Json(
        """
        {"currentVersion":10.91,"folders":[],"services":[
          {"name":"Hosted/LandCover","type":"ImageServer"},{"name":"Hosted/Ortho","type":"ImageServer"}]}
        """,
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/hosted?f=json"));

    [Fact]
    public async Task Hosted_MoreThanAPage_ListsAll()
    {
        Host.Catalog.Add(Enumerable.Range(0, 500).Select(n => Some.Layer($"{n:x32}", $"Layer_{n}", Some.Ortho.Raster!)));
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/Hosted?f=json");
        Assert.Equal(502, answer["services"]!.AsArray().Count);
    }
}
