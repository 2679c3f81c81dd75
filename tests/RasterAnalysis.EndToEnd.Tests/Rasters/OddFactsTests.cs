using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Rasters whose headers say what is no number: they are taken, shown and classified like any other, or refused, and lists go on.</summary>
public sealed class OddFactsTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Columns = 40;
    private const int Rows = 30;
    private const int Classes = 13;

    private const string Statistics =
        "<Metadata><MDI key=\"STATISTICS_MINIMUM\">0</MDI><MDI key=\"STATISTICS_MAXIMUM\">12</MDI><MDI key=\"STATISTICS_MEAN\">nan</MDI><MDI key=\"STATISTICS_STDDEV\">inf</MDI></Metadata>";

    private ServiceClient Client => own.Client;

    [Theory]
    [InlineData("Byte", "<NoDataValue>nan</NoDataValue>")]
    [InlineData("UInt16", "<NoDataValue>nan</NoDataValue>")]
    [InlineData("UInt16", "<NoDataValue>-9999</NoDataValue>")]
    [InlineData("Float32", "<NoDataValue>nan</NoDataValue>")]
    [InlineData("Float32", "<NoDataValue>inf</NoDataValue>")]
    [InlineData("Float64", "<NoDataValue>-inf</NoDataValue>")]
    [InlineData("Byte", Statistics)]
    [InlineData("Float32", Statistics)]
    [InlineData("Int16", "<Offset>nan</Offset><Scale>inf</Scale>")]
    public async Task Numbers_that_are_none_stop_nothing(string type, string element)
    {
        var bytes = MadeRaster.WithBand(TiffFile.Byte(Columns, Rows, 1, (_, r, c) => (byte)Class(r, c)), Columns, Rows, type, element);

        var upload = await Client.AddAsync(bytes, "odd.tif");
        await File.WriteAllBytesAsync(Path.Combine(own.Process.Store, $"{upload["id"]}.tif"), bytes);
        using var response = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray($"/rasterStores/store/{upload["id"]}.tif") });
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        foreach (var item in (JsonNode[])[upload, layer])
        {
            Assert.Null((await Client.GetAsync($"api/v1/items/{item["id"]}"))["raster"]!["bands"]![0]!["noData"]);
            await AssertServedAsync((string)item["imageServer"]!);
        }

        var (_, raster) = await Client.ClassifyAsync(ServiceClient.Request((string)upload["id"]!, await ModelAsync()));
        Assert.Null(raster.FirstDifference((row, column) => (uint)Class(row, column)));
    }

    [Theory]
    [InlineData("0, 1e308, 0, 0, 0, -1e308")]
    [InlineData("0, 1e-200, 0, 0, 0, -1e-200")]
    public async Task An_extent_that_is_not_finite_is_refused_and_lists_go_on(string transform)
    {
        var bytes = MadeRaster.WithBand(TiffFile.Byte(Columns, Rows, 1, (_, _, _) => 1), Columns, Rows, "Byte", "", transform);

        var (status, problem) = await Client.TryAddAsync(bytes, "far.tif");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("geotransform", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(await Client.GetAsync("api/v1/items"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_takes_no_list_down_and_can_be_deleted()
    {
        var (good, bad, far) = (await UploadAsync("good"), await UploadAsync("bad"), await UploadAsync("far"));
        await ChangeRowAsync(bad, "'{\"id\": 7'");
        await ChangeRowAsync(far, "replace(\"Document\", '\"pixelWidth\":10', '\"pixelWidth\":1e308')");

        var listed = (await Client.GetAsync("api/v1/items")).AsArray().Select(item => (string)item!["id"]!).ToArray();
        var search = await Client.GetAsync("arcgis/sharing/rest/search?q=type:%22Image%20Service%22&f=json");

        Assert.Contains(good, listed);
        Assert.DoesNotContain(bad, listed);
        Assert.Contains(far, listed);
        Assert.Contains(good, search.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("no finite places", (await Client.GetAsync($"api/v1/items/{far}")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.Http.GetAsync($"api/v1/items/{bad}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.Http.DeleteAsync($"api/v1/items/{bad}")).StatusCode);
        Assert.False(Directory.Exists(Path.Combine(own.Process.DataRoot, "items", bad)));
    }

    private static int Class(int row, int column) => ((row * 7) + (column * 5)) % Classes;

    private async Task<string> UploadAsync(string name) =>
        (string)(await Client.AddAsync(TiffFile.Byte(Columns, Rows, 1, (_, _, _) => 1), $"{name}.tif"))["id"]!;

    private async Task<string> ModelAsync() =>
        (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "model.dlpk"))["id"]!;

    private async Task AssertServedAsync(string server)
    {
        var description = await Client.GetAsync($"{server}?f=json");
        Assert.Null(description["noDataValue"]);
        var statistics = (await Client.GetAsync($"{server}/statistics?f=json"))["statistics"]![0]!;
        Assert.Equal((0, Classes - 1), ((int)statistics["min"]!, (int)statistics["max"]!));
        var expected = Enumerable.Range(0, Rows * Columns).Average(i => Class(i / Columns, i % Columns));
        Assert.Equal(expected, (double)statistics["mean"]!, 1e-9);
        var png = PngFile.Read(await Client.GetBytesAsync($"{server}/exportImage?bbox=500000,4999700,500400,5000000&size={Columns},{Rows}&format=png32&f=image"));
        Assert.All(Enumerable.Range(0, Rows * Columns), i => Assert.Equal(255, png.At(i / Columns, i % Columns).Alpha));
    }

    // behind the service's back, as an earlier version left it
    private async Task ChangeRowAsync(string id, string document)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(own.Process.DataRoot, "rasteranalysis.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE \"Items\" SET \"Document\" = {document} WHERE \"Id\" = '{id}'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
