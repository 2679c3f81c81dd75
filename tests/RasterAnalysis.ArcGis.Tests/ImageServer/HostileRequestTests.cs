using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

/// <summary>Every operation with every parameter set to every trick: an answer, or ArcGIS's error object with the request's fault; never a failure.</summary>
public sealed class HostileRequestTests : HostedTest
{
    private static readonly string[] Operations =
    [
        "", "exportImage", "export", "identify", "getSamples", "query", "computeHistograms", "computeStatisticsHistograms", "statistics", "histograms", "legend",
        "colormap", "rasterAttributeTable", "keyProperties", "rasterFunctionInfos", "queryBoundary", "WMTS/1.0.0/WMTSCapabilities.xml", "tile/0/0/0", "tile/a/b/c", "tile/-1/0/0", "1", "1/info", "1/image", "0/image", "9/info",
    ];

    private static readonly string[] Parameters =
    [
        "bbox", "bboxSR", "imageSR", "size", "format", "pixelType", "noData", "noDataInterpretation", "interpolation", "bandIds", "compressionQuality",
        "compressionTolerance", "lercVersion", "adjustAspectRatio", "mosaicRule", "renderingRule", "renderingRules", "savedQuery", "geometry", "geometryType", "sr", "inSR",
        "outSR", "pixelSize", "sampleCount", "sampleDistance", "where", "objectIds", "outFields", "returnGeometry", "returnIdsOnly", "resultOffset", "resultRecordCount", "f",
    ];

    private static readonly string[] Tricks =
    [
        "{", "[]", "[1]", "{}", "null", "\"", "'", "NaN", "1e999", "-1", "0", "99999999999999999999", "1,2", "0,0,0,0", "-1e308,-1e308,1e308,1e308", "\0", "../../etc/passwd",
        "file:///etc/passwd", "<script>", "{\"x\":\"NaN\",\"y\":1}", "{\"rings\":[[]]}", "{\"rings\":[[[1,2],[3]]]}", "{\"rings\":{}}", "{\"paths\":[[[1,1],[1,1]]]}",
        "{\"xmin\":5,\"ymin\":5,\"xmax\":5,\"ymax\":5}", "{\"points\":[]}", "{\"wkid\":-1}", "{\"wkt\":\"/etc/passwd\"}", "{\"a\":1,\"a\":2}",
        "{\"rasterFunction\":[\"None\"]}", "{\"rasterFunction\":{}}", "{\"rasterFunction\":\"Colormap\",\"rasterFunctionArguments\":{\"Colormap\":[[1e30,0,0,0]]}}",
        "{\"rasterFunction\":\"Colormap\",\"rasterFunctionArguments\":{\"ColorRamp\":{\"colorRamps\":[1]}}}", "{\"function\":{\"type\":5},\"arguments\":7}",
        "{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"Statistics\":{},\"Gamma\":\"x\"}}", "{\"rasterFunction\":\"Remap\",\"rasterFunctionArguments\":{\"InputRanges\":[[1,2]]}}",
        "{\"rasterFunction\":\"Mask\",\"rasterFunctionArguments\":{\"NoDataValues\":[[1]],\"IncludedRanges\":[\"NaN\"]}}",
        "{\"rasterFunction\":\"Clip\",\"rasterFunctionArguments\":{\"ClippingGeometry\":{\"rings\":[[[1e308,-1e308],[5,\"NaN\"],[1,1]]]}}}",
        "{\"mosaicMethod\":{}}", "{\"mosaicMethod\":\"esriMosaicLockRaster\",\"lockRasterIds\":[{}]}", "{\"where\":\"((((((((((((((((((((((((((((((((((((((((1=1\"}",
        "{\"itemRenderingRule\":[1]}", "{\"fids\":[99]}", "Name LIKE '%%%%%%%%%%%%%%%%%%%%a'", "1=1 OR", "NOT NOT NOT", "Name IN ()", "'a' = 1", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\ud83d\ude00", "%", "%zz",
    ];

    [Theory]
    [InlineData(ArcGisHost.Ortho, 13)]
    [InlineData(ArcGisHost.LandCover, 11)]
    [InlineData(SomeMosaic.Path, 3)]
    public async Task Operation_with_any_parameter_never_fails_the_service(string service, int stride)
    {
        // a mosaic has every operation; the strides have no factor in common with the lists, so every pair of parameter and trick has its turn
        SomeMosaic.AddTo(Host);
        var number = 0;
        foreach (var operation in Operations)
        {
            foreach (var parameter in Parameters)
            {
                foreach (var trick in Tricks.Where(_ => number++ % stride == 0))
                {
                    (string, string)[] form = parameter == "f" ? [("f", trick)] : [(parameter, trick), ("f", "json")];
                    using var response = await Host.PostAsync($"{service}/{operation}".TrimEnd('/'), form);
                    var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    var at = $"{operation} {parameter}={trick}: {text[..Math.Min(300, text.Length)]}";
                    Assert.True((int)response.StatusCode < 500, at);
                    Assert.False(text.Contains("\"code\":500", StringComparison.Ordinal), at);
                    Assert.False(text.Contains("<html", StringComparison.OrdinalIgnoreCase), at);
                }
            }
        }
    }
}
