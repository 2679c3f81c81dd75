using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Api.Tests;

/// <summary>Clients that were written for ArcGIS, on a feature service over the network.</summary>
public sealed class FeatureClientTests(FeatureClientTests.Scene scene) : IClassFixture<FeatureClientTests.Scene>
{
    // more than a page
    private const int Count = 4500;

    [Fact]
    public void The_ESRIJSON_driver_of_GDAL_reads_every_page()
    {
        var said = GdalTool.Run("ogrinfo", "-al", "-so", $"{scene.Service}/0/query?where=1%3D1&outFields=*&f=json&orderByFields=OBJECTID&resultRecordCount=1000");
        Assert.Contains($"Feature Count: {Count}", said, StringComparison.Ordinal);
        Assert.Contains("Geometry: Polygon", said, StringComparison.Ordinal);
        Assert.Contains("Extent: (500000.000000, 5000000.000000) - (500995.000000, 5000445.000000)", said, StringComparison.Ordinal);
        Assert.Contains("ID[\"EPSG\",32633]", said, StringComparison.Ordinal);
        Assert.Contains("Class: String (64.0)", said, StringComparison.Ordinal);
        Assert.Contains("Confidence: Real", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_and_rings_are_those_of_the_GeoPackage()
    {
        var service = GdalTool.Run("ogr2ogr", "-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-select", "Class,Confidence,Row", "/vsistdout/", $"{scene.Service}/0/query?where=1%3D1&outFields=*&f=json&resultRecordCount=10");
        var file = GdalTool.Run("ogr2ogr", "-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-select", "Class,Confidence,Row", "-nlt", "POLYGON", "-limit", "10", "/vsistdout/", $"/vsicurl/{scene.Data}/objects.gpkg");

        var (one, other) = (Rows(service), Rows(file));
        Assert.Equal(other.Count, Math.Min(one.Count, other.Count));
        Assert.Equal(other.Select(row => row.Attributes), one.Take(other.Count).Select(row => row.Attributes));
        Assert.Equal(other.Select(row => row.Corners), one.Take(other.Count).Select(row => row.Corners));
    }

    [Fact]
    public void The_GeoJSON_driver_of_GDAL_reads_the_native_features()
    {
        var said = GdalTool.Run("ogrinfo", "-al", "-so", $"{scene.Data[..^"/data".Length]}/features?limit=10000");

        Assert.Contains($"Feature Count: {Count}", said, StringComparison.Ordinal);
        Assert.Contains("Class: String", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_in_which_QGIS_asks_gives_every_object_of_an_extent_once()
    {
        // the layer, the numbers of an extent, and then a hundred objects at a time by their numbers (QgsArcGisRestQueryUtils and QgsAfsSharedData of QGIS)
        using var http = new HttpClient();
        var layer = (await http.GetFromJsonAsync<JsonNode>($"{scene.Service}/0?f=json"))!;
        Assert.Equal(("esriGeometryPolygon", "OBJECTID", 32633), ((string)layer["geometryType"]!, (string)layer["objectIdField"]!, (int)layer["extent"]!["spatialReference"]!["wkid"]!));
        Assert.Contains("Query", (string)layer["capabilities"]!, StringComparison.Ordinal);

        const string Extent = "geometry=500000,5000000,500295.5,5000077&geometryType=esriGeometryEnvelope&spatialRel=esriSpatialRelEnvelopeIntersects";
        var found = (await http.GetFromJsonAsync<JsonNode>($"{scene.Service}/0/query?f=json&where=1%3D1&returnIdsOnly=true&{Extent}"))!;
        var numbers = found["objectIds"]!.AsArray().Select(number => (int)number!).ToArray();
        Assert.Equal("OBJECTID", (string)found["objectIdFieldName"]!);
        Assert.Equal(Enumerable.Range(0, 8).SelectMany(row => Enumerable.Range((row * 100) + 1, 30)), numbers.Order());

        // which GDAL takes for the features' own numbers
        var rows = new List<string>();
        foreach (var chunk in numbers.Chunk(100))
        {
            var objects = $"{scene.Service}/0/query?f=json&objectIds={string.Join("%2C", chunk)}&inSR=32633&outSR=32633&returnGeometry=true&outFields=OBJECTID%2CClass%2CConfidence&returnM=false&returnZ=false";
            rows.AddRange(Rows(GdalTool.Run("ogr2ogr", "-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-select", "Class,Confidence", "/vsistdout/", objects)).Select(row => $"{row.Attributes} {row.Corners}"));
        }

        Assert.Equal(
            numbers.Select(number =>
            {
                var (x, y) = (500000 + (10 * ((number - 1) % 100)), 5000000 + (10 * ((number - 1) / 100)));
                return $"{(number % 2 == 1 ? "car" : "pool")},{number % 100} {string.Join(';', new[] { $"{x} {y}", $"{x + 5} {y}", $"{x + 5} {y + 5}", $"{x} {y + 5}" }.Order())}";
            }).Order(),
            rows.Order());

        // with a filter of its own QGIS repeats the extent, and a layer without a known system has empty parameters
        var some = (await http.GetFromJsonAsync<JsonNode>($"{scene.Service}/0/query?f=json&objectIds=1%2C2%2C4000&inSR=&outSR=&returnGeometry=false&outFields=*&returnM=false&returnZ=false&{Extent}"))!;
        Assert.Equal([1, 2], some["features"]!.AsArray().Select(feature => (int)feature!["attributes"]!["OBJECTID"]!));
    }

    [Fact]
    public Task Clients_of_JavaScript_find_the_features() => NodeScript.RunAsync("features", scene.Environment);

    [Fact]
    public Task The_JavaScript_SDK_draws_counts_and_asks_the_layer()
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; a feature layer is NOT tested here.");
        return NodeScript.RunAsync("browser/features", scene.Environment);
    }

    // Corners in any order: one face has them clockwise and the other anticlockwise.
    private static List<(string Attributes, string Corners)> Rows(string csv) =>
    [
        .. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split('"')).Select(parts =>
            (parts[^1].TrimStart(','), string.Join(';', parts[1].Split('(')[^1].TrimEnd(')').Split(',').Select(corner => corner.Trim()).Distinct().Order()))),
    ];

    /// <summary>The service on a port of its own, with one item of features.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        private const string PageOrigin = "http://page.example";
        private readonly ApiHost _host = new();
        private WebApplicationFactory<Program> _program = null!;
        private PageServer? _pages;

        public string Service { get; private set; } = "";

        public string Data { get; private set; } = "";

        public Dictionary<string, string> Environment { get; } = [];

        public async ValueTask InitializeAsync()
        {
            if (NodeScript.LacksOfBrowser is null)
            {
                _pages = await PageServer.StartAsync();
                Environment["PAGES"] = _pages.Origin.GetLeftPart(UriPartial.Authority);
            }

            _program = _host.WithWebHostBuilder(builder => builder.UseSetting("RasterAnalysis:Cors:Origins:0", PageOrigin)
                .UseSetting("RasterAnalysis:Cors:Origins:1", Environment.GetValueOrDefault("PAGES", PageOrigin)).UseSetting("RasterAnalysis:DataRoot", _host.NewFolder()).UseSetting("urls", "http://127.0.0.1:0"));
            _program.UseKestrel();
            _program.StartServer();
            var address = $"{_program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/";
            var item = await FeatureItems.AddAsync(_program.Services.GetRequiredService<ICatalogStore>(), _program.Services.GetRequiredService<DataLayout>(), "Objects", Count);
            (Service, Data) = ($"{address}arcgis/rest/services/Hosted/Objects/FeatureServer", $"{address}api/v1/items/{item.Id}/data");
            (Environment["SERVICE"], Environment["FEATURES"], Environment["FEATURE_COUNT"], Environment["PAGE_ORIGIN"]) = (address, Service, $"{Count}", PageOrigin);
        }

        public async ValueTask DisposeAsync()
        {
            if (_pages is not null)
            {
                await _pages.DisposeAsync();
            }

            await _program.DisposeAsync();
            await _host.DisposeAsync();
        }
    }
}
