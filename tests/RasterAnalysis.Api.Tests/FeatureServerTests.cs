using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Tests;

public sealed class FeatureServerTests(FeatureServerTests.Scene scene) : IClassFixture<FeatureServerTests.Scene>
{
    private const int Count = 5000;
    private const string All = "where=1%3D1&outFields=*";

    [Fact]
    public async Task The_service_is_listed_beside_the_image_services_and_in_the_portal()
    {
        var directory = await GetAsync("/arcgis/rest/services/Hosted?f=json");
        var search = await GetAsync("/arcgis/sharing/rest/search?q=type%3A%22Feature%20Service%22&f=json");
        var item = await GetAsync($"/arcgis/sharing/rest/content/items/{scene.Item.Id}?f=json");

        Assert.Contains(directory["services"]!.AsArray(), one => (string?)one!["name"] == "Hosted/Objects" && (string?)one["type"] == "FeatureServer");
        Assert.Contains(search["results"]!.AsArray(), one => (string?)one!["id"] == scene.Item.Id);
        Assert.EndsWith("/arcgis/rest/services/Hosted/Objects/FeatureServer", (string?)item["url"], StringComparison.Ordinal);
        Assert.Equal("Feature Service", (string?)item["type"]);
        Assert.Contains("Feature Service", item["typeKeywords"]!.AsArray().Select(word => (string?)word));
        Assert.Equal(15.0, (double)item["extent"]![0]![0]!, 1e-3);
        Assert.Equal(45.158, (double)item["extent"]![1]![1]!, 0.01);
    }

    [Fact]
    public async Task Service_and_layer_say_what_they_are()
    {
        var service = await GetAsync("?f=json");
        var layer = await GetAsync("/0?f=json");
        var layers = await GetAsync("/layers?f=json");

        Assert.Equal("Objects", (string?)Assert.Single(service["layers"]!.AsArray())!["name"]);
        Assert.Equal(500_000, (double)service["fullExtent"]!["xmin"]!);
        Assert.Equal(32633, (int)service["spatialReference"]!["wkid"]!);
        Assert.DoesNotContain("PBF", (string?)layer["supportedQueryFormats"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["OBJECTID esriFieldTypeOID OBJECTID", "Class esriFieldTypeString Kind of object", "Confidence esriFieldTypeDouble Confidence", "Row esriFieldTypeInteger Row"],
            layer["fields"]!.AsArray().Select(field => $"{field!["name"]} {field["type"]} {field["alias"]}"));
        Assert.Equal(64, (int)layer["fields"]![1]!["length"]!);
        Assert.True(JsonNode.DeepEquals(layer, layers["layers"]![0]));
    }

    [Fact]
    public async Task The_layer_is_drawn_by_the_colours_of_its_classes()
    {
        var renderer = (await GetAsync("/0?f=json"))["drawingInfo"]!["renderer"]!;

        Assert.Equal(("uniqueValue", "Class"), ((string?)renderer["type"], (string?)renderer["field1"]));
        Assert.Equal(
            ["""car [255,0,0,90] [255,0,0,255]""", """pool [0,0,255,90] [0,0,255,255]"""],
            renderer["uniqueValueInfos"]!.AsArray().Select(one => $"{one!["value"]} {one["symbol"]!["color"]!.ToJsonString()} {one["symbol"]!["outline"]!["color"]!.ToJsonString()}"));
    }

    [Fact]
    public async Task Features_come_in_pages_that_say_whether_there_are_more()
    {
        var ids = new List<int>();
        JsonNode page;
        do
        {
            page = await QueryAsync($"{All}&resultOffset={ids.Count}");
            ids.AddRange(page["features"]!.AsArray().Select(feature => (int)feature!["attributes"]!["OBJECTID"]!));
        }
        while (page["exceededTransferLimit"] is not null);

        Assert.Equal(Enumerable.Range(1, Count), ids);
        Assert.Equal(3, (await QueryAsync($"{All}&resultRecordCount=3"))["features"]!.AsArray().Count);
        Assert.True((bool)(await QueryAsync($"{All}&resultRecordCount=3"))["exceededTransferLimit"]!);
        Assert.Equal(2000, (await QueryAsync($"{All}&resultRecordCount=999999"))["features"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_feature_has_its_attributes_and_its_rings()
    {
        var answer = await QueryAsync("objectIds=2&outFields=*");
        var one = await GetAsync("/0/2?f=json");

        Assert.Equal("""{"attributes":{"OBJECTID":2,"Class":"pool","Confidence":2,"Row":0},"geometry":{"rings":[[[500010,5000000],[500010,5000005],[500015,5000005],[500015,5000000],[500010,5000000]]]}}""", answer["features"]![0]!.ToJsonString());
        Assert.Equal(("OBJECTID", "esriGeometryPolygon", 32633), ((string?)answer["objectIdFieldName"], (string?)answer["geometryType"], (int)answer["spatialReference"]!["wkid"]!));
        Assert.True(JsonNode.DeepEquals(answer["features"]![0], one["feature"]));
        Assert.Equal("""{"OBJECTID":2,"Class":"pool"}""", (await QueryAsync("objectIds=2&returnGeometry=false"))["features"]![0]!["attributes"]!.ToJsonString());
    }

    [Fact]
    public async Task Answers_are_projected_as_they_are_asked_for()
    {
        var mercator = (await QueryAsync("objectIds=1&outSR=102100"))["features"]![0]!["geometry"]!["rings"]![0]![0]!;
        var json = (await QueryAsync("objectIds=1&f=geojson")).AsObject();
        var projected = (await QueryAsync("objectIds=1&f=geojson&outSR=3857"))["features"]![0]!["geometry"]!["coordinates"]![0]![0]!;

        Assert.Equal((1669792.36, 5645715.78), ((double)mercator[0]!, (double)mercator[1]!), (one, other) => Math.Abs(one.Item1 - other.Item1) < 0.01 && Math.Abs(one.Item2 - other.Item2) < 0.01);
        Assert.Equal("FeatureCollection", (string?)json["type"]);
        Assert.Equal(15.0, (double)json["features"]![0]!["geometry"]!["coordinates"]![0]![0]![0]!, 1e-6);
        Assert.Equal(1669792.36, (double)projected[0]!, 0.01);
    }

    [Theory]
    [InlineData("geometry=500001,5000001,500002,5000002&geometryType=esriGeometryEnvelope", 1)]
    [InlineData("geometry=500001,5000001&geometryType=esriGeometryPoint", 1)]
    [InlineData("geometry=500007,5000001&geometryType=esriGeometryPoint", 0)]
    [InlineData("""geometry={"xmin":500000,"ymin":5000000,"xmax":500016,"ymax":5000006,"spatialReference":{"wkid":32633}}&spatialRel=esriSpatialRelContains""", 2)]
    [InlineData("""geometry={"rings":[[[499999,4999999],[499999,5000020],[500020,4999999],[499999,4999999]]]}&geometryType=esriGeometryPolygon""", 3)]
    [InlineData("""geometry={"paths":[[[499999,5000002],[500036,5000002]]]}&geometryType=esriGeometryPolyline""", 4)]
    [InlineData("geometry=-20037508,-20037508,20037508,20037508&inSR=102100", Count)]
    [InlineData("geometry=-180,-90,180,90&inSR=4326&where=Class='car'", Count / 2)]
    [InlineData("where=Confidence BETWEEN 10 AND 19 AND Class = 'pool'", 250)]
    [InlineData("where=OBJECTID IN (1,2,3)&objectIds=3,4", 1)]
    [InlineData("", Count)]
    public async Task Queries_count_what_lies_where_they_say(string query, int count) =>
        Assert.Equal(count, (int)(await PostAsync($"{query}&returnCountOnly=true"))["count"]!);

    [Fact]
    public async Task Numbers_and_extents_come_alone()
    {
        Assert.Equal(Count, (await QueryAsync("where=1%3D1&returnIdsOnly=true"))["objectIds"]!.AsArray().Count);
        Assert.Equal([2, 1], (await QueryAsync("objectIds=1,2&returnIdsOnly=true&orderByFields=Class%20DESC"))["objectIds"]!.AsArray().Select(id => (int)id!));
        var extent = await QueryAsync("objectIds=1,2&returnExtentOnly=true&returnCountOnly=true");
        Assert.Equal((2, 500_015, 32633), ((int)extent["count"]!, (double)extent["extent"]!["xmax"]!, (int)extent["extent"]!["spatialReference"]!["wkid"]!));
        Assert.Equal(15.0, (double)(await QueryAsync("returnExtentOnly=true&outSR=4326"))["extent"]!["xmin"]!, 1e-3);
        Assert.Null((await QueryAsync("objectIds=999999&returnExtentOnly=true"))["extent"]);
    }

    [Fact]
    public async Task Statistics_are_of_groups()
    {
        var answer = await PostAsync(
            """outStatistics=[{"statisticType":"count","onStatisticField":"OBJECTID","outStatisticFieldName":"n"},{"statisticType":"avg","onStatisticField":"Confidence"}]&groupByFieldsForStatistics=Class&orderByFields=Class DESC""");
        var distinct = await QueryAsync("returnDistinctValues=true&outFields=Class&returnGeometry=false");

        Assert.Equal(
            ["""{"Class":"pool","n":2500,"avg_Confidence":49}""", """{"Class":"car","n":2500,"avg_Confidence":50}"""],
            answer["features"]!.AsArray().Select(feature => feature!["attributes"]!.ToJsonString()));
        Assert.Equal(["esriFieldTypeString", "esriFieldTypeInteger", "esriFieldTypeDouble"], answer["fields"]!.AsArray().Select(field => (string?)field!["type"]));
        Assert.Equal(["car", "pool"], distinct["features"]!.AsArray().Select(feature => (string?)feature!["attributes"]!["Class"]));
    }

    [Fact]
    public async Task On_a_grid_coordinates_are_whole_numbers()
    {
        var answer = await PostAsync("""objectIds=2&quantizationParameters={"mode":"view","originPosition":"upperLeft","tolerance":2.5,"extent":{"xmin":500000,"ymin":5000000,"xmax":500100,"ymax":5000100}}""");

        Assert.Equal("""{"originPosition":"upperLeft","scale":[2.5,2.5],"translate":[500000,5000100]}""", answer["transform"]!.ToJsonString());
        Assert.Equal("[[[4,40],[0,-2],[2,0],[0,2],[-2,0]]]", answer["features"]![0]!["geometry"]!["rings"]!.ToJsonString());
    }

    [Theory]
    [InlineData("where=Colour=1", "where")]
    [InlineData("where=1=1;DELETE FROM objects", "where")]
    [InlineData("outFields=Colour", "outFields")]
    [InlineData("orderByFields=Colour", "orderByFields")]
    [InlineData("orderByFields=Class SIDEWAYS", "orderByFields")]
    [InlineData("objectIds=a", "objectIds")]
    [InlineData("geometry={", "geometry")]
    [InlineData("geometry=1,2,3", "geometry")]
    [InlineData("geometry={\"rings\":[[]]}", "geometry")]
    [InlineData("geometry=1,2&inSR=mars", "inSR")]
    [InlineData("geometry=1,2&inSR=999999", "inSR")]
    [InlineData("geometry=900,900&inSR=4326", "geometry")]
    [InlineData("geometry=1,2&spatialRel=esriSpatialRelTouches", "spatialRel")]
    [InlineData("outSR=mars", "outSR")]
    [InlineData("outSR=999999", "outSR")]
    [InlineData("resultOffset=-1", "resultOffset")]
    [InlineData("resultRecordCount=many", "resultRecordCount")]
    [InlineData("returnGeometry=perhaps", "returnGeometry")]
    [InlineData("maxAllowableOffset=-1", "maxAllowableOffset")]
    [InlineData("geometryPrecision=99", "geometryPrecision")]
    [InlineData("quantizationParameters={}{", "quantizationParameters")]
    [InlineData("quantizationParameters={\"tolerance\":0}", "quantizationParameters")]
    [InlineData("quantizationParameters={\"extent\":{\"xmin\":1}}", "quantizationParameters")]
    [InlineData("outStatistics=[1]", "outStatistics")]
    [InlineData("outStatistics=[{\"statisticType\":\"mode\",\"onStatisticField\":\"Class\"}]", "outStatistics[0].statisticType")]
    [InlineData("outStatistics=[{\"statisticType\":\"sum\",\"onStatisticField\":\"Class\"}]", "outStatistics[0].statisticType")]
    [InlineData("outStatistics=[{\"statisticType\":\"sum\",\"onStatisticField\":\"Colour\"}]", "outStatistics[0].onStatisticField")]
    [InlineData("outStatistics=[{\"statisticType\":\"sum\",\"onStatisticField\":\"Row\"}]&groupByFieldsForStatistics=Colour", "groupByFieldsForStatistics")]
    [InlineData("outStatistics=[{\"statisticType\":\"sum\",\"onStatisticField\":\"Row\"}]&orderByFields=Confidence", "orderByFields")]
    [InlineData("returnDistinctValues=true", "outFields")]
    [InlineData("having=n>1", "having")]
    [InlineData("distance=10&geometry=1,2", "distance")]
    [InlineData("f=pbf", "f")]
    public async Task What_cannot_be_taken_is_said_with_its_name(string query, string field)
    {
        var error = (await PostAsync(query))["error"]!;

        Assert.Equal(400, (int)error["code"]!);
        Assert.StartsWith($"{field}: ", (string?)error["details"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/arcgis/rest/services/Hosted/None/FeatureServer")]
    [InlineData("/arcgis/rest/services/Hosted/None/FeatureServer/0/query")]
    [InlineData("/arcgis/rest/services/Hosted/Objects/FeatureServer/1")]
    [InlineData("/arcgis/rest/services/Hosted/Objects/FeatureServer/1/query")]
    [InlineData("/arcgis/rest/services/Hosted/Objects/FeatureServer/0/0")]
    [InlineData("/arcgis/rest/services/Hosted/Objects/FeatureServer/0/applyEdits")]
    [InlineData("/arcgis/rest/services/Hosted/Objects/ImageServer")]
    public async Task What_is_not_there_is_not_found(string path) => Assert.Equal(404, (int)(await GetAsync($"{path}?f=json"))["error"]!["code"]!);

    [Fact]
    public async Task Pages_for_people_have_a_form_and_few_features()
    {
        var service = await scene.Http.GetStringAsync($"{Scene.Service}?f=html");
        var empty = await scene.Http.GetStringAsync($"{Scene.Service}/0/query?f=html");
        var query = await scene.Http.GetStringAsync($"{Scene.Service}/0/query?f=html&{All}");

        Assert.Contains("Layer 0", service, StringComparison.Ordinal);
        Assert.Contains("name=\"where\"", empty, StringComparison.Ordinal);
        Assert.Contains("exceededTransferLimit", query, StringComparison.Ordinal);
        Assert.True(query.Length < 100_000);
    }

    [Fact]
    public async Task Answers_are_indented_and_wrapped_as_asked_for()
    {
        Assert.Contains("\n  \"features\": [", await scene.Http.GetStringAsync($"{Scene.Service}/0/query?f=pjson&objectIds=1"), StringComparison.Ordinal);
        var script = await scene.Http.GetStringAsync($"{Scene.Service}/0/query?f=json&objectIds=1&callback=take");
        Assert.StartsWith("take({", script, StringComparison.Ordinal);
        Assert.EndsWith("});", script, StringComparison.Ordinal);
    }

    private static string Full(string path) => path.StartsWith("/arcgis", StringComparison.Ordinal) ? path : Scene.Service + path;

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await scene.Http.GetStringAsync(Full(path)))!;

    private Task<JsonNode> QueryAsync(string query) => GetAsync($"/0/query?{(query.Contains("f=", StringComparison.Ordinal) ? "" : "f=json&")}{query}");

    // Parameters as they are read, in a form.
    private async Task<JsonNode> PostAsync(string query)
    {
        var fields = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList();
        using var content = new FormUrlEncodedContent(fields.Exists(pair => pair.Key == "f") ? fields : [KeyValuePair.Create("f", "json"), .. fields]);
        using var response = await scene.Http.PostAsync($"{Scene.Service}/0/query", content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>A service with one item of features.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        public const string Service = "/arcgis/rest/services/Hosted/Objects/FeatureServer";
        private readonly ApiHost _host = new();

        internal CatalogItem Item { get; private set; } = null!;

        public HttpClient Http { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Http = _host.CreateClient();
            Item = await FeatureItems.AddAsync(_host.Services.GetRequiredService<ICatalogStore>(), _host.Services.GetRequiredService<DataLayout>(), "Objects", Count);
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();
    }
}
