using System.IO.Compression;
using System.Xml.Linq;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

/// <summary>What pixels of an exported picture become, and the forms in which it is handed out.</summary>
public sealed class ExportPixelTests : HostedTest
{
    private const string OrthoImage = $"{ArcGisHost.Ortho}/exportImage";

    [Fact]
    public async Task What_pixels_become_reaches_the_renderer()
    {
        var request = await RenderAsync($"{OrthoImage}?f=image&format=lerc&pixelType=f32&noData=0,1,2,3&compressionTolerance=0.01&compressionQuality=60");
        Assert.Equal(PixelType.F32, request.PixelType);
        Assert.Equal([0, 1, 2, 3], request.NoData!.Values);
        Assert.True(request.NoData.MatchAll);
        Assert.Equal((0.01, 60), (request.Tolerance, request.Quality));
        Assert.False((await RenderAsync($"{OrthoImage}?f=image&noData=0")).NoData!.MatchAll);
        Assert.True((await RenderAsync($"{OrthoImage}?f=image&noData=0&noDataInterpretation=esrinodatamatchall")).NoData!.MatchAll);
        Assert.Null((await RenderAsync($"{OrthoImage}?f=image&format=tiff&pixelType=U16")).PixelType);
    }

    [Fact]
    public async Task Classes_as_jpgpng_keep_their_colours() =>
        Assert.Equal(RenderFormat.Png32, (await RenderAsync($"{ArcGisHost.LandCover}/exportImage?f=image&format=jpgpng")).Format);

    [Fact]
    public async Task A_long_rule_has_a_short_address_that_works()
    {
        var rows = string.Join(',', Enumerable.Range(0, 256).Select(value => $"[{value},{value},0,0]"));
        var answer = await Host.PostJsonAsync(
            $"{ArcGisHost.LandCover}/exportImage", ("f", "json"), ("size", "7,7"),
            ("renderingRule", $$$"""{"rasterFunction":"Colormap","rasterFunctionArguments":{"Colormap":[{{{rows}}}]}}"""));

        var href = (string)answer["href"]!;
        Assert.True(href.Length < 400, href);
        var request = await RenderAsync(new Uri(href).PathAndQuery);
        Assert.Equal(new RasterSize(7, 7), request.Size);
        Assert.Equal(256, Assert.IsType<ColormapFunction>(request.Function).Entries.Count);
        EsriAssert.Error(
            400, await Host.PictureErrorAsync($"{OrthoImage}?f=image&savedQuery=gone"), "savedQuery: is not known any more; ask for the picture again.");
    }

    [Fact]
    public async Task Export_as_KMZ_is_an_overlay_in_degrees()
    {
        using var response = await Host.GetAsync($"{ArcGisHost.LandCover}/exportImage?f=kmz&bbox=1,2,3,4&bboxSR=4326&imageSR=3857&size=10,10");
        Assert.Equal("application/vnd.google-earth.kmz", response.Content.Headers.ContentType?.MediaType);
        using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["doc.kml", "picture.png"], archive.Entries.Select(entry => entry.FullName));
        using var kml = archive.Entries[0].Open();
        var document = await XDocument.LoadAsync(kml, LoadOptions.None, TestContext.Current.CancellationToken);
        Assert.Equal(["4", "2", "3", "1"], document.Descendants().Single(node => node.Name.LocalName == "LatLonBox").Elements().Select(side => side.Value));
        Assert.Equal(new SpatialReference(4326, null), Host.Renderer.Rendered.Single().Request.SpatialReference);
        EsriAssert.Error(
            400, await Host.PictureErrorAsync($"{ArcGisHost.LandCover}/exportImage?f=kmz&format=tiff"), "format: must be one that browsers show when f is kmz, for example png.");
    }

    private async Task<RenderRequest> RenderAsync(string path)
    {
        using var response = await Host.GetAsync(path);
        Assert.StartsWith("image/", response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        return Host.Renderer.Rendered[^1].Request;
    }
}
