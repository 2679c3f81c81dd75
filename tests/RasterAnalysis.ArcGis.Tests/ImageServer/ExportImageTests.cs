using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class ExportImageTests : HostedTest
{
    private const string OrthoImage = $"{ArcGisHost.Ortho}/exportImage";

    [Fact]
    public async Task Export_with_nothing_shows_the_whole_service()
    {
        var (source, request) = await RenderAsync($"{ArcGisHost.LandCover}/exportImage?f=image");
        Assert.Equal(new RasterSource(Some.LandCover.DataPath, IsTrusted: false), source);

        // 300 by 200 map units, grown to the shape of 400 by 400 pixels
        Assert.Equal(new Extent(1000, 1750, 1300, 2050), request.Extent);
        Assert.Null(request.SpatialReference);
        Assert.Equal(new RasterSize(400, 400), request.Size);
        Assert.Equal(RenderFormat.Png32, request.Format);
        Assert.Equal(ResamplingMethod.Nearest, request.Resampling);
        Assert.Null(request.Bands);
    }

    [Theory]
    [InlineData("png", RenderFormat.Png32, "image/png")]
    [InlineData("PNG8", RenderFormat.Png8, "image/png")]
    [InlineData("png24", RenderFormat.Png24, "image/png")]
    [InlineData("PNG32", RenderFormat.Png32, "image/png")]
    [InlineData("jpgpng", RenderFormat.JpegOrPng, "image/png")]
    [InlineData("gif", RenderFormat.Gif, "image/png")]
    [InlineData("bmp", RenderFormat.Bmp, "image/png")]
    [InlineData("BIP", RenderFormat.Bip, "image/png")]
    [InlineData("bsq", RenderFormat.Bsq, "image/png")]
    [InlineData("LERC", RenderFormat.Lerc, "image/lerc")]
    [InlineData("jpg", RenderFormat.Jpeg, "image/jpeg")]
    [InlineData("tiff", RenderFormat.Tiff, "image/tiff")]
    public async Task Export_takes_a_format_in_any_case(string format, RenderFormat expected, string type)
    {
        using var response = await Host.GetAsync($"{OrthoImage}?f=image&format={format}");
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(FakeRasterRenderer.Picture, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(expected, Assert.Single(Host.Renderer.Rendered).Request.Format);
    }

    [Fact]
    public async Task Export_of_exact_cells_keeps_their_bits()
    {
        var (_, request) = await RenderAsync(
            $"{OrthoImage}?f=image&format=tiff&bbox=500000.1,5399950.3,500064.1,5399982.3&bboxSR=32633&imageSR=32633&size=128,64"
            + "&adjustAspectRatio=false&interpolation=RSP_NearestNeighbor&pixelType=U16&noData=0&bandIds=2,0");
        Assert.Equal(new Extent(500000.1, 5399950.3, 500064.1, 5399982.3), request.Extent);
        Assert.Equal(ResamplingMethod.Nearest, request.Resampling);
        Assert.Equal([3, 1], request.Bands);
        Assert.Null(request.SpatialReference);
    }

    [Theory]
    [InlineData("", 100, 0, 300, 200)]
    [InlineData("&adjustAspectRatio=TRUE", 100, 0, 300, 200)]
    [InlineData("&adjustAspectRatio=false", 100, 50, 300, 150)]
    public async Task The_shape_of_the_picture_grows_the_extent(string more, double xMin, double yMin, double xMax, double yMax)
    {
        var (_, request) = await RenderAsync($"{OrthoImage}?f=image&bbox=100,50,300,150&size=256,256{more}");
        Assert.Equal(new Extent(xMin, yMin, xMax, yMax), request.Extent);
    }

    [Fact]
    public async Task Another_system_of_the_picture_projects_the_extent()
    {
        var (_, request) = await RenderAsync($"{OrthoImage}?f=image&bbox=15,48,16,49&bboxSR=4326&imageSR=102100&size=10,10");
        Assert.Equal(new Extent(1_000_015, 1_000_048, 1_000_016, 1_000_049), request.Extent);
        Assert.Equal(new SpatialReference(102100, null), request.SpatialReference);
    }

    [Fact]
    public async Task The_same_system_by_another_id_projects_nothing()
    {
        var (_, request) = await RenderAsync($"{ArcGisHost.LandCover}/exportImage?f=image&bbox=0,0,1,1&bboxSR=102100&imageSR=3857&size=5,5");
        Assert.Equal(new Extent(0, 0, 1, 1), request.Extent);
        Assert.Null(request.SpatialReference);
    }

    [Fact]
    public async Task A_picture_in_the_system_of_the_box_leaves_projecting_to_the_renderer()
    {
        var (_, request) = await RenderAsync($"{OrthoImage}?f=image&bbox=15,48,16,49&bboxSR=4326&imageSR=4326&size=10,10");
        Assert.Equal(new Extent(15, 48, 16, 49), request.Extent);
        Assert.Equal(SpatialReference.Wgs84, request.SpatialReference);
    }

    [Fact]
    public async Task An_envelope_object_brings_its_system()
    {
        var box = Uri.EscapeDataString("{xmin:15,ymin:48,xmax:16,ymax:49,spatialReference:{wkid:4326}}");
        var (_, request) = await RenderAsync($"{OrthoImage}?f=image&bbox={box}&size=10,10");
        Assert.Equal(new Extent(1_000_015, 1_000_048, 1_000_016, 1_000_049), request.Extent);
    }

    [Fact]
    public async Task Export_of_a_raster_without_place_shows_it_whatever_the_maps_system()
    {
        Host.Catalog.Add(Some.Plain);
        var (_, request) = await RenderAsync("/arcgis/rest/services/Hosted/Plain/ImageServer/exportImage?f=image&bbox=0,0,5,5&bboxSR=4326&imageSR=3857");
        Assert.Equal(new Extent(0, 0, 5, 5), request.Extent);
        Assert.Null(request.SpatialReference);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_the_operators_files_are_opened_by_every_driver(bool isStoreFile)
    {
        Host.Catalog.Add(Some.Plain with { IsStoreFile = isStoreFile });
        Assert.Equal(isStoreFile, (await RenderAsync("/arcgis/rest/services/Hosted/Plain/ImageServer/exportImage?f=image")).Source.IsTrusted);
    }

    [Fact]
    public async Task A_fractional_size_is_rounded() =>
        Assert.Equal(new RasterSize(641, 480), (await RenderAsync($"{OrthoImage}?f=image&size=640.5,479.9999")).Request.Size);

    [Theory]
    [InlineData("RSP_BilinearInterpolation", ResamplingMethod.Bilinear, ResamplingMethod.Nearest)]
    [InlineData("rsp_cubicconvolution", ResamplingMethod.Cubic, ResamplingMethod.Nearest)]
    [InlineData("RSP_Majority", ResamplingMethod.Majority, ResamplingMethod.Majority)]
    [InlineData("", ResamplingMethod.Bilinear, ResamplingMethod.Nearest)]
    public async Task Interpolation_never_mixes_classes(string interpolation, ResamplingMethod imagery, ResamplingMethod classes)
    {
        Assert.Equal(imagery, (await RenderAsync($"{OrthoImage}?f=image&interpolation={interpolation}")).Request.Resampling);
        Assert.Equal(classes, (await RenderAsync($"{ArcGisHost.LandCover}/export?f=image&interpolation={interpolation}")).Request.Resampling);
    }

    [Fact]
    public async Task Export_takes_what_is_harmless() => await RenderAsync(
        $"{OrthoImage}?f=image&pixelType=U8&noData=&noDataInterpretation=esriNoDataMatchAny&mosaicRule=%7B%7D&lercVersion=2&compression=LZ77&validateExtent=true&sliceId=3&transparent=true&dpi=96&time=&_ts=1"
        + "&renderingRule=%7B%22rasterFunction%22%3A%22None%22%7D&compressionQuality=75");

    [Theory]
    [InlineData("bbox=1,2,3", "bbox: must be four numbers, xmin,ymin,xmax,ymax, or an envelope as JSON.")]
    [InlineData("bbox=1,2,NaN,4", "bbox: must be four numbers, xmin,ymin,xmax,ymax, or an envelope as JSON.")]
    [InlineData("bbox={xmin:1", "bbox: must be four numbers, xmin,ymin,xmax,ymax, or an envelope as JSON.")]
    [InlineData("bbox={\"xmin\":1,\"xmin\":2}", "bbox: must be four numbers, xmin,ymin,xmax,ymax, or an envelope as JSON.")]
    [InlineData("bbox=3,2,1,4", "bbox: (3, 2, 1, 4) has no area; xmin must be less than xmax and ymin less than ymax.")]
    [InlineData("bbox=-1e308,0,1e308,1", "bbox: (-1E+308, 0, 1E+308, 1) has no area; xmin must be less than xmax and ymin less than ymax.")]
    [InlineData("bboxSR=EPSG:3857", "bboxSR: must name a coordinate system, for example 3857 or {\"wkid\":3857}.")]
    [InlineData("imageSR={}", "imageSR: must name a coordinate system, for example 3857 or {\"wkid\":3857}.")]
    [InlineData("size=15001,10", "size: must be width,height in pixels, at most 15000,4100.")]
    [InlineData("size=10,4101", "size: must be width,height in pixels, at most 15000,4100.")]
    [InlineData("size=0.2,10", "size: must be width,height in pixels, at most 15000,4100.")]
    [InlineData("size=10", "size: must be width,height in pixels, at most 15000,4100.")]
    [InlineData("format=webp", "format: must be jpgpng, png, png8, png24, png32, jpg, bmp, gif, tiff, bip, bsq or lerc.")]
    [InlineData("interpolation=lanczos", "interpolation: must be RSP_NearestNeighbor, RSP_BilinearInterpolation, RSP_CubicConvolution or RSP_Majority.")]
    [InlineData("bandIds=4", "bandIds: must be numbers from 0 to 3, with commas between them.")]
    [InlineData("bandIds=0,-1", "bandIds: must be numbers from 0 to 3, with commas between them.")]
    [InlineData("adjustAspectRatio=maybe", "adjustAspectRatio: must be true or false.")]
    [InlineData("pixelType=S8", "pixelType: must be U8, U16, S16, U32, S32, F32, F64 or UNKNOWN, the raster's own; S8 and complex types are not written.")]
    [InlineData("noData=x", "noData: must be a number, or a number for each of the 4 bands with commas between them.")]
    [InlineData("noData=1,2,3,4,5", "noData: must be a number, or a number for each of the 4 bands with commas between them.")]
    [InlineData("noData=1&noDataInterpretation=some", "noDataInterpretation: must be esriNoDataMatchAny or esriNoDataMatchAll.")]
    [InlineData("compressionQuality=101", "compressionQuality: must be a number from 0 to 100.")]
    [InlineData("compressionTolerance=-1", "compressionTolerance: must be a number from 0, in units of the values.")]
    [InlineData("lercVersion=1", "lercVersion: must be 2.")]
    [InlineData("renderingRule=[1]", "renderingRule: must be a JSON object, for example {\"rasterFunction\":\"None\"}.")]
    [InlineData("renderingRule={rasterFunction:'NDVI'}", "renderingRule.rasterFunction: is not known here; there are None, Clip, Colormap, ExtractBand, Mask, Remap, Stretch.")]
    [InlineData("mosaicRule=7", "mosaicRule: must be a JSON object, for example {\"mosaicMethod\":\"esriMosaicLockRaster\",\"lockRasterIds\":[1]}.")]
    [InlineData("mosaicRule={mosaicMethod:'esriMosaicLockRaster'}", "mosaicRule.lockRasterIds: must list the object ids of the rasters.")]
    [InlineData("mosaicRule={mosaicOperation:'MT_BLEND'}", "mosaicRule.mosaicOperation: must be MT_FIRST or MT_LAST; pixels of several rasters are not mixed.")]
    public async Task A_fault_is_an_error_in_JSON(string query, string detail)
    {
        var escaped = string.Join('&', query.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => $"{pair[0]}={Uri.EscapeDataString(pair[1])}"));
        EsriAssert.Error(400, await Host.PictureErrorAsync($"{OrthoImage}?f=image&{escaped}"), detail);
        Assert.Empty(Host.Renderer.Rendered);
    }

    [Fact]
    public async Task Export_lists_all_of_several_faults() => Assert.Equal(
        ["bbox", "size", "format"],
        EsriAssert.Details(await Host.PictureErrorAsync($"{OrthoImage}?f=image&bbox=1&size=2&format=3")).Select(detail => detail.Split(':')[0]));

    [Fact]
    public async Task A_system_that_cannot_be_projected_is_the_requests_fault()
    {
        Host.Renderer.Failure = new RasterAccessException("EPSG:99999 is not known.");
        EsriAssert.Error(400, await Host.PictureErrorAsync($"{OrthoImage}?f=image&bbox=0,0,1,1&bboxSR=99999"), "bboxSR: EPSG:99999 is not known.");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_does_not_show_where_it_lies()
    {
        Host.Renderer.Failure = new RasterAccessException($"GDALOpenEx: {Some.Ortho.DataPath}: no such file.");
        EsriAssert.Error(400, await Host.PictureErrorAsync($"{OrthoImage}?f=image"), "GDALOpenEx: Ortho: no such file.");
    }

    [Theory]
    [InlineData("exportImage?f=image", 503)]
    [InlineData("exportImage?f=kmz", 503)]
    [InlineData("tile/0/0/0", 503)]
    [InlineData("statistics?f=json", 200)]
    [InlineData("query?f=json", 200)]
    public async Task What_is_busy_says_when_to_ask_again_and_pictures_by_HTTP(string operation, int status)
    {
        Host.Renderer.Failure = new BusyException("Too much at once.");
        Host.Sampler.Failure = Host.Renderer.Failure;
        SomeMosaic.AddTo(Host);
        var service = operation.StartsWith("query", StringComparison.Ordinal) ? SomeMosaic.Path : ArcGisHost.Ortho;

        using var response = await Host.GetAsync($"{service}/{operation}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal(503, (int)error["code"]!);
        Assert.Equal("Too much at once.", (string)error["details"]![0]!);
    }

    [Fact]
    public async Task Export_as_JSON_says_where_the_picture_is()
    {
        var answer = await Host.PostJsonAsync(
            OrthoImage, ("f", "json"), ("bbox", "100,50,300,150"), ("size", "200,200"), ("format", "jpg"), ("token", "SECRET"), ("callback", ""));
        EsriAssert.Json(
            """
            {"href":"http://host/arcgis/rest/services/Hosted/Ortho/ImageServer/exportImage?bbox=100,50,300,150&size=200,200&format=jpg&f=image",
             "width":200,"height":200,
             "extent":{"xmin":100,"ymin":0,"xmax":300,"ymax":200,"spatialReference":{"wkid":32633,"latestWkid":32633}},"scale":0}
            """,
            answer);
        Assert.Empty(Host.Renderer.Rendered);
        var (_, request) = await RenderAsync(new Uri((string)answer["href"]!).PathAndQuery);
        Assert.Equal(RenderFormat.Jpeg, request.Format);
        Assert.Equal(new Extent(100, 0, 300, 200), request.Extent);
    }

    private async Task<(RasterSource Source, RenderRequest Request)> RenderAsync(string path)
    {
        using var response = await Host.GetAsync(path);
        Assert.StartsWith("image/", response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        return Host.Renderer.Rendered[^1];
    }
}
