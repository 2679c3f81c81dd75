using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>The classified raster of the sample scene and the sample network.</summary>
public sealed class ClassifiedRasterTests(LandCoverJob landCover) : IClassFixture<LandCoverJob>
{
    private CogFile Raster => landCover.Raster;

    [Fact]
    public void It_is_cloud_optimised_with_blocks_of_512_and_overviews() => Assert.Empty(Raster.LayoutFaults());

    [Fact]
    public void Its_grid_is_the_input_to_the_last_bit()
    {
        var (width, height, grid, geoKeys) = landCover.InputGrid;

        Assert.Equal((width, height), (Raster.Levels[0].Width, Raster.Levels[0].Height));
        Assert.Equal(grid.Select(BitConverter.DoubleToInt64Bits), Raster.Grid.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(ProjectedType(geoKeys), ProjectedType(Raster.GeoKeys));
    }

    [Fact]
    public void It_carries_the_colours_names_and_NoData_of_the_package()
    {
        Assert.Equal((8, "255"), (Raster.Bits, Raster.NoData));
        foreach (var c in landCover.Model["classes"]!.AsArray())
        {
            var color = c!["color"]!.AsArray().Select(part => part!.GetValue<int>()).ToArray();
            Assert.Equal((color[0], color[1], color[2]), Raster.ColorOf(c["value"]!.GetValue<int>()));
            Assert.Contains(c["name"]!.GetValue<string>(), Raster.Metadata, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Its_own_metadata_have_the_attribute_table_where_GDAL_312_reads_it()
    {
        var table = XElement.Parse(Raster.Metadata).Elements("Item").Single(item => (string?)item.Attribute("role") == "rat").Element("GDALRasterAttributeTable")!;

        Assert.Equal(
            landCover.Model["classes"]!.AsArray().Select(c => $"{c!["value"]} {c["name"]}"),
            table.Elements("Row").Select(row => string.Join(' ', row.Elements("F").Take(2).Select(cell => cell.Value))));
    }

    [Fact]
    public async Task Both_attribute_tables_have_the_areas_that_the_item_has()
    {
        var areas = (await landCover.Client.GetAsync($"api/v1/items/{landCover.Job["result"]!["itemId"]}/areas"))["classes"]!.AsArray();
        var sidecar = XElement.Parse(Encoding.UTF8.GetString(await landCover.Client.GetBytesAsync($"{landCover.Job["result"]!["raster"]}/LandCover.tif.aux.xml")));
        foreach (var table in (XElement[])[XElement.Parse(Raster.Metadata).Descendants("GDALRasterAttributeTable").Single(), sidecar.Descendants("GDALRasterAttributeTable").Single()])
        {
            Assert.Equal(["Value", "ClassName", "Red", "Green", "Blue", "Count", "Area"], table.Elements("FieldDefn").Select(field => (string)field.Element("Name")!));
            var rows = table.Elements("Row").ToDictionary(row => (long)row.Elements("F").First(), row => row.Elements("F").Select(cell => cell.Value).ToArray());
            Assert.All(areas, one =>
            {
                var row = rows[(long)one!["value"]!];
                Assert.Equal((double)one["pixels"]!, double.Parse(row[5], CultureInfo.InvariantCulture));
                Assert.Equal(1, double.Parse(row[6], CultureInfo.InvariantCulture) / (double)one["squareMetres"]!, 1e-9);
            });
        }
    }

    [Fact]
    public async Task Its_sidecar_lies_beside_it()
    {
        var data = $"{landCover.Job["result"]!["raster"]}";

        var sidecar = XElement.Parse(Encoding.UTF8.GetString(await landCover.Client.GetBytesAsync($"{data}/LandCover.tif.aux.xml")));

        Assert.Equal(await landCover.Client.GetBytesAsync(data), await landCover.Client.GetBytesAsync($"{data}/LandCover.tif"));
        foreach (var name in landCover.Model["classes"]!.AsArray().Select(c => (string)c!["name"]!))
        {
            Assert.Contains(name, sidecar.Descendants("Category").Select(category => category.Value));
        }
    }

    [Fact]
    public async Task Its_attribute_table_counts_its_pixels()
    {
        var table = await landCover.Client.GetAsync($"{landCover.Job["result"]!["imageServer"]}/rasterAttributeTable?f=json");

        var counts = table["features"]!.AsArray().Select(f => f!["attributes"]!.AsObject())
            .ToDictionary(a => (uint)a["Value"]!.GetValue<double>(), a => (long)a["Count"]!.GetValue<double>());
        var pixels = Raster.Levels[0].Pixels.Where(value => value != 255).CountBy(value => value).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        Assert.Equal(pixels.OrderBy(pair => pair.Key), counts.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task The_tif_alone_in_another_place_still_has_its_classes_colours_counts_and_overviews()
    {
        // what a download gives is the .tif without any side-car
        var file = await landCover.Client.GetBytesAsync((string)landCover.Job["result"]!["raster"]!);

        var item = await landCover.Client.AddAsync(file, "copied.tif");

        var original = await landCover.Client.GetAsync($"api/v1/items/{landCover.Job["result"]!["itemId"]}");
        Assert.Equal(original["classes"]!.ToJsonString(), item["classes"]!.ToJsonString());
        foreach (var table in (string[])["rasterAttributeTable", "colormap", "legend"])
        {
            var copied = await landCover.Client.GetAsync($"{item["imageServer"]}/{table}?f=json");
            var first = await landCover.Client.GetAsync($"{original["imageServer"]}/{table}?f=json");
            Assert.Equal(Body(first).ToJsonString(), Body(copied).ToJsonString());
        }

        Assert.Equal(landCover.Raster.Levels.Count, CogFile.Read(file).Levels.Count);
    }

    // a legend names its service
    private static JsonNode Body(JsonNode table) => table["layers"]?[0]!["legend"] ?? table;

    [Fact]
    public void Its_map_is_a_land_cover_map()
    {
        var pixels = Raster.Levels[0].Pixels;
        var shares = pixels.CountBy(value => value).ToDictionary(pair => pair.Key, pair => pair.Value / (double)pixels.Length);

        // the sea lies along the east of the scene; a map of one class, or of noise, is none
        Assert.True(shares.Count(pair => pair.Value > 0.02) >= 3, string.Join(", ", shares));
        Assert.All(shares.Values, share => Assert.True(share < 0.8));
    }

    [Fact]
    public async Task Its_address_answers_range_requests()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, landCover.Job["result"]!["raster"]!.GetValue<string>());
        request.Headers.Range = new(0, 3);

        using var response = await landCover.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("II*\0"u8.ToArray(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_job_says_what_it_did()
    {
        var messages = ServiceClient.Messages(landCover.Job);

        Assert.StartsWith("Submitted", messages[0], StringComparison.Ordinal);
        Assert.Contains(messages, text => text.Contains("NormalizationStats", StringComparison.Ordinal));
        Assert.Contains(messages, text => text.Contains("CPUExecutionProvider", StringComparison.Ordinal));
        Assert.StartsWith("Succeeded at ", messages[^1], StringComparison.Ordinal);
        Assert.Equal(100, landCover.Job["progress"]!.GetValue<double>());
    }

    private static long ProjectedType(long[] geoKeys)
    {
        for (var key = 4; key < geoKeys.Length; key += 4)
        {
            if (geoKeys[key] == 3072)
            {
                return geoKeys[key + 3];
            }
        }

        return -1;
    }
}
