using CsCheck;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

/// <summary>Whatever a parameter holds, the fault is the request's and is said in ArcGIS's error object.</summary>
public sealed class HostileParametersTests : HostedTest
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\u", "\\ud800", "\\", "\0", "\n", "-", "1e309", "NaN", "999999999999999999999", "0.5", "true", "null",
        "itemId", "url", "uri", "wkid", "wkt", "xmin", "serviceProperties", "itemProperties", "rasterFunction", "extent", "cellSize", "ModelType",
        "http://", "file:///etc/passwd", "../..", "é", "\ud83d\ude00", "{\"wkid\":", "{\"xmin\":1,\"ymin\":", "{\"itemId\":", "{\"serviceProperties\":{\"name\":", "}}",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 8].Select(string.Concat);

    [Theory]
    [InlineData($"{ArcGisHost.Task}/submitJob", "inputRaster", "model", "modelArguments", "outputClassifiedRaster", "context", "processAllRasterItems")]
    [InlineData($"{ArcGisHost.Toolbox}/QueryDeepLearningModelInfo/submitJob", "model", "context")]
    [InlineData($"{ArcGisHost.Toolbox}/InstallDeepLearningModel/submitJob", "modelPackage")]
    [InlineData($"{ArcGisHost.Toolbox}/UninstallDeepLearningModel/submitJob", "modelItemId")]
    [InlineData($"{ArcGisHost.Ortho}/exportImage", "bbox", "bboxSR", "imageSR", "size", "renderingRule", "noData")]
    public async Task Parameters_of_any_text_never_fail_the_service(string path, params string[] names) => await Text.Array[names.Length].SampleAsync(
        async texts =>
        {
            var answer = await Host.PostJsonAsync(path, [.. names.Zip(texts), ("f", "json")]);
            Assert.NotEqual(500, (int?)answer["error"]?["code"]);
        },
        iter: 300);

    [Fact]
    public async Task Context_of_any_text_never_fails_the_service() => await Text.SampleAsync(
        async text =>
        {
            var answer = await Host.PostJsonAsync(
                $"{ArcGisHost.Task}/submitJob",
                ("f", "json"), ("inputRaster", $$"""{"itemId":"{{Some.OrthoId}}"}"""), ("model", text), ("context", $"{{\"extent\":{text},\"outSR\":{text}}}"));
            Assert.NotEqual(500, (int?)answer["error"]?["code"]);
        },
        iter: 300);

    [Theory]
    [InlineData("""{"itemId":"\ud800"}""")]
    [InlineData("""{"itemId":{"itemId":1}}""")]
    [InlineData("""{"url":"http://"}""")]
    [InlineData("""{"url":"http://[::1"}""")]
    [InlineData("""{"url":["http://host/x.tif"]}""")]
    [InlineData("""{"uri":"/rasterStores/../../etc/passwd"}""")]
    [InlineData("""{"itemProperties":[1],"serviceProperties":"x"}""")]
    [InlineData("""{"renderingRule":{"rasterFunction":["None"]},"itemId":"x"}""")]
    [InlineData("[1]")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("\"{\\\"itemId\\\":\\\"x\\\"}\"")]
    public async Task Input_raster_of_a_known_trick_is_the_requests_fault(string text)
    {
        var form = new[] { ("f", "json"), ("inputRaster", text), ("model", text), ("outputClassifiedRaster", text), ("context", text) };
        Assert.Equal(400, (int?)(await Host.PostJsonAsync($"{ArcGisHost.Task}/submitJob", form))["error"]?["code"]);
    }
}
