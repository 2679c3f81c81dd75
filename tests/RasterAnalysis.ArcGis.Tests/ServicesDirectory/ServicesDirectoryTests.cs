using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ServicesDirectory;

public sealed class ServicesDirectoryTests : HostedTest
{
    [Fact]
    public async Task Info_has_version_and_no_sign_in() => EsriAssert.Json(
        """{"currentVersion":10.91,"fullVersion":"10.9.1","soapUrl":null,"secureSoapUrl":null,"authInfo":{"isTokenBasedSecurity":false}}""",
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/info?f=json"));

    [Theory]
    [InlineData(ArcGisHost.Rest)]
    [InlineData($"{ArcGisHost.Rest}/services")]
    public async Task Services_list_folders(string path) => EsriAssert.Json(
        """{"currentVersion":10.91,"folders":["System","Hosted"],"services":[]}""",
        await Host.GetJsonAsync($"{path}?f=json"));

    [Fact]
    public async Task System_lists_the_toolbox() => EsriAssert.Json(
        """{"currentVersion":10.91,"folders":[],"services":[{"name":"System/RasterAnalysisTools","type":"GPServer"}]}""",
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/System?f=json"));

    [Fact]
    public async Task Hosted_lists_image_services_only() => EsriAssert.Json(
        """
        {"currentVersion":10.91,"folders":[],"services":[
          {"name":"Hosted/LandCover","type":"ImageServer"},{"name":"Hosted/Ortho","type":"ImageServer"}]}
        """,
        await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/hosted?f=json"));

    [Fact]
    public async Task Hosted_lists_all_of_more_than_a_page()
    {
        Host.Catalog.Add(Enumerable.Range(0, 500).Select(n => Some.Layer($"{n:x32}", $"Layer_{n}", Some.Ortho.Raster!)));
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Rest}/services/Hosted?f=json");
        Assert.Equal(502, answer["services"]!.AsArray().Count);
    }
}
