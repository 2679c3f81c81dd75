using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Files of several variables in raster stores: those of one grid are bands, <c>#name</c> picks one, several grids are refused with how to write it.</summary>
public sealed class VariablesTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Columns = 40;
    private const int Rows = 30;
    private const int Classes = 13;

    private ServiceClient Client => own.Client;

    [Fact]
    public async Task The_case_gives_its_first_variable_and_the_one_that_is_named()
    {
        var file = SharedData.FindCase("10-netcdf-variables/two_variables.nc");
        Assert.SkipWhen(file is null, "shared/cases is not beside the project, so its netCDF is NOT tested here.");
        File.Copy(file!, Path.Combine(own.Process.Store, "two_variables.nc"), overwrite: true);
        var model = (string)(await Client.AddAsync(await File.ReadAllBytesAsync(SharedData.FindCase("10-netcdf-variables/copy.dlpk")!), "copy.dlpk"))["id"]!;

        foreach (var (uri, variable) in (( string, string)[])[("two_variables.nc", "Band1"), ("two_variables.nc#Band1", "Band1"), ("two_variables.nc#Band2", "Band2")])
        {
            var (_, result) = await Client.ClassifyAsync(Request($"/rasterStores/store/{uri}", model));

            var values = Floats(MadeRaster.InFolder(folder =>
            {
                GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", $"NETCDF:\"{file}\":{variable}", Path.Combine(folder, "raw"));
                return File.ReadAllBytes(Path.Combine(folder, "raw"));
            }));
            var (classes, width) = (await ClassesAsync(model), result.Levels[0].Width);
            Assert.Equal(values.Length, width * result.Levels[0].Height);
            Assert.Null(result.FirstDifference((row, column) => (uint)Math.Clamp(Math.Round(values[(row * width) + column]), 0, classes - 1)));
        }
    }

    [Theory]
    [InlineData("netCDF", "nc")]
    [InlineData("Zarr", "zarr")]
    [InlineData("HDF5", "h5")]
    public async Task Variables_are_bands_with_names_that_a_model_can_ask_for(string format, string extension)
    {
        var uri = Make(format, extension, ("red", 40, 30, 2), ("nir", 40, 30, 1));
        using var response = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray(uri) });
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(["nir", "red"], layer["raster"]!["bands"]!.AsArray().Select(band => (string)band!["name"]!));

        var (_, result) = await Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, await ModelAsync("nir")));
        var (_, alone) = await Client.ClassifyAsync(Request($"{uri}#red", await ModelAsync(null)));

        // GDAL takes a netCDF array that has no coordinates for one whose first row is the southernmost
        int Row(int row) => format == "netCDF" ? Rows - 1 - row : row;
        Assert.Null(result.FirstDifference((row, column) => Class(1, Row(row), column)));
        Assert.Null(alone.FirstDifference((row, column) => Class(2, Row(row), column)));
    }

    [Fact]
    public async Task Several_grids_are_refused_with_their_names_and_how_to_write_one()
    {
        var uri = Make("netCDF", "nc", ("red", 40, 30, 1), ("coarse", 20, 15, 2));
        using var response = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray(uri) });
        var text = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("coarse (20×15), red (40×30)", text, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetFileName(uri)}#coarse", text, StringComparison.Ordinal);

        var (_, alone) = await Client.ClassifyAsync(Request($"{uri}#coarse", await ModelAsync(null)));
        Assert.Null(alone.FirstDifference((row, column) => Class(2, 14 - row, column)));
        using var unknown = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray($"{uri}#blue") });
        Assert.Contains("has no variable 'blue'; it has 'coarse', 'red'", (string)(await unknown.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_stay_refused_with_the_reason()
    {
        var path = Path.Combine(own.Process.Store, Path.GetFileName(Make("netCDF", "nc", ("red", 40, 30, 1))));

        var (status, problem) = await Client.TryAddAsync(await File.ReadAllBytesAsync(path), "upload.nc");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("is not taken as an upload: it may name other files", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains("raster store", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static uint Class(int variable, int row, int column) => (uint)((row * 7) + (column * 5 * variable)) % Classes;

    private static float[] Floats(byte[] bytes) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static JsonObject Request(string uri, string model) => new()
    {
        ["inputRaster"] = new JsonObject { ["uri"] = uri },
        ["model"] = new JsonObject { ["itemId"] = model },
        ["outputName"] = $"Result{Guid.NewGuid():N}",
        ["context"] = new JsonObject { ["reuseResults"] = false },
    };

    private async Task<int> ClassesAsync(string model) => (await Client.GetAsync($"api/v1/items/{model}/model"))["classes"]!.AsArray().Count;

    private async Task<string> ModelAsync(string? band)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(Classes), [.. band is null ? [] : ((string, JsonNode?)[])[("ExtractBands", new JsonArray(band))]]);
        return (string)(await Client.AddAsync(TestPackages.Package(definition, TinyNetworks.CopyBand(Classes)), "model.dlpk"))["id"]!;
    }

    // through GDAL's tool for multidimensional rasters, which writes an array for each source, in the order of their names
    private string Make(string format, string extension, params (string Name, int Columns, int Rows, int Number)[] variables) => MadeRaster.InFolder(folder =>
    {
        var name = $"{Guid.NewGuid():N}.{extension}";
        var target = Path.Combine(own.Process.Store, name);
        var arrays = variables.Select(variable =>
        {
            var path = Path.Combine(folder, $"{variable.Name}.tif");
            File.WriteAllBytes(path, TiffFile.Byte(variable.Columns, variable.Rows, 1, (_, r, c) => (byte)Class(variable.Number, r, c)));
            return $"<Array name=\"{variable.Name}\"><DataType>Byte</DataType><DimensionRef ref=\"y_{variable.Name}\"/><DimensionRef ref=\"x_{variable.Name}\"/>"
                + $"<Source><SourceFilename>{path}</SourceFilename><SourceBand>1</SourceBand></Source></Array>";
        });
        var dimensions = variables.Select(variable => $"<Dimension name=\"y_{variable.Name}\" size=\"{variable.Rows}\"/><Dimension name=\"x_{variable.Name}\" size=\"{variable.Columns}\"/>");
        File.WriteAllText(Path.Combine(folder, "all.vrt"), $"<VRTDataset><Group name=\"/\">{string.Concat(dimensions)}{string.Concat(arrays)}</Group></VRTDataset>");

        // GDAL writes no HDF5, but what its netCDF writes is some, and is opened as it under this extension
        GdalTool.Run("gdalmdimtranslate", "-q", "-of", format == "HDF5" ? "netCDF" : format, Path.Combine(folder, "all.vrt"), target);
        return $"/rasterStores/store/{name}";
    });
}
