using System.Text;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pages;

/// <summary>The basemap that the operator names, by tiles and by a WMTS of a server of another origin, in Chromium (<c>tests/clients/browser/map-page-basemap.test.mjs</c>).</summary>
public sealed class BasemapTests : IAsyncDisposable
{
    private const string Words = "© Somebody <b>else</b>";

    private static readonly (string Name, string System, string[] Corners)[] Scenes =
    [
        ("mercator", "EPSG:3857", ["1500000", "6000000", "1510000", "5990000"]),
        ("utm", "EPSG:32633", ["500000", "5300000", "510000", "5290000"]),
        ("laea", "EPSG:3035", ["4500000", "2800000", "4510000", "2790000"]),
    ];

    private readonly ServiceProcess _service = new();
    private readonly FileServer _tiles = new();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _tiles.Dispose();
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("wmts")]
    public async Task It_lies_under_the_layer_where_its_tiles_can_be_converted_and_elsewhere_the_page_says_so(string kind)
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; the page is NOT tested here.");
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-basemap-").FullName;
        var (plain, tile) = (Path.Combine(folder, "plain.tif"), Path.Combine(folder, "tile.png"));
        await File.WriteAllBytesAsync(plain, TiffFile.Byte(256, 256, 3, (band, _, _) => (byte)(band == 1 ? 40 : 220)), TestContext.Current.CancellationToken);
        GdalTool.Run("gdal_translate", "-q", "-of", "PNG", plain, tile);
        var scene = Path.Combine(folder, "scene.tif");
        await File.WriteAllBytesAsync(scene, TiffFile.Byte(256, 256, 3, (_, row, column) => (byte)(row ^ column)), TestContext.Current.CancellationToken);
        var content = await File.ReadAllBytesAsync(tile, TestContext.Current.CancellationToken);
        _tiles.Add("tile.png", answer => Answer(answer, "image/png", content));
        _tiles.Add("capabilities.xml", answer => Answer(answer, "text/xml", Encoding.UTF8.GetBytes(Capabilities())));
        _service.Settings["RasterAnalysis__Page__Basemap__Url"] = $"{_tiles.Address}{(kind == "xyz" ? "tile.png?z={z}&x={x}&y={y}" : "capabilities.xml")}";
        _service.Settings["RasterAnalysis__Page__Basemap__Attribution"] = Words;
        await _service.StartAsync();
        foreach (var (name, system, corners) in Scenes)
        {
            GdalTool.Run("gdal_translate", ["-q", "-a_srs", system, "-a_ullr", .. corners, scene, Path.Combine(folder, $"{name}.tif")]);
            await _service.Client.AddAsync(await File.ReadAllBytesAsync(Path.Combine(folder, $"{name}.tif"), TestContext.Current.CancellationToken), $"{name}.tif");
        }

        await NodeScript.RunAsync("browser/map-page-basemap", new Dictionary<string, string>
        {
            ["SERVICE"] = _service.Client.Http.BaseAddress!.AbsoluteUri,
            ["TILES"] = _tiles.Address.GetLeftPart(UriPartial.Authority),
            ["WORDS"] = Words,
            ["KIND"] = kind,
            ["SCREENSHOTS"] = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "page")).FullName,
        });
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_no_address_keeps_the_service_from_starting()
    {
        _service.Settings["RasterAnalysis__Page__Basemap__Url"] = "https://{s}.example.org/{z}/{x}/{y}.png";

        var (exitCode, said) = await _service.RefusedAsync();

        Assert.Equal(78, exitCode);
        Assert.Contains("RasterAnalysis__Page__Basemap__Url: is 'https://{s}.example.org/{z}/{x}/{y}.png'; it must be an http or https address", said, StringComparison.Ordinal);
    }

    private static void Answer(System.Net.HttpListenerResponse answer, string type, byte[] content)
    {
        answer.ContentType = type;
        answer.AddHeader("Access-Control-Allow-Origin", "*");
        answer.ContentLength64 = content.Length;
        answer.OutputStream.Write(content);
    }

    private string Capabilities()
    {
        const double World = 20037508.342789244;
        var matrices = string.Concat(Enumerable.Range(0, 20).Select(zoom => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"<TileMatrix><ows:Identifier>{zoom}</ows:Identifier><ScaleDenominator>{2 * World / 256 / (1 << zoom) / 0.00028:R}</ScaleDenominator><TopLeftCorner>{-World:R} {World:R}</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>{1 << zoom}</MatrixWidth><MatrixHeight>{1 << zoom}</MatrixHeight></TileMatrix>")));
        return $$"""
            <Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
              <Contents>
                <Layer>
                  <ows:Title>Plain</ows:Title><ows:Identifier>plain</ows:Identifier>
                  <Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>
                  <Format>image/png</Format>
                  <TileMatrixSetLink><TileMatrixSet>mercator</TileMatrixSet></TileMatrixSetLink>
                  <ResourceURL format="image/png" resourceType="tile" template="{{_tiles.Address}}tile.png?z={TileMatrix}&amp;x={TileCol}&amp;y={TileRow}"/>
                </Layer>
                <TileMatrixSet>
                  <ows:Identifier>mercator</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>{{matrices}}
                </TileMatrixSet>
              </Contents>
            </Capabilities>
            """;
    }
}
