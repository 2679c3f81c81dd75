using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Stac;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Testing.Variables;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>netCDF and HDF5 by address: fetched whole, one variable by its name, and never a file beside them.</summary>
public sealed class RemoteVariablesTests(StacService service) : IClassFixture<StacService>
{
    // h5py 3.7, libver='earliest': g = f.create_group('g'); g['a'] = 2 rows of 3 bytes; g['out'] = h5py.ExternalLink('/etc/other.h5', '/x'); gzipped
    private const string WithLink =
        "H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwo+CKLyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8HB1DADREVA+LJWeYEJVl46WHj0otJeRgRUl/QpAbW6A5ocCBuLSr4XAaPod"
        + "Tb+Y6beDFVVdIpXTb7CfvwuoBIalOwVmNPOh/AzW0TgiphyABRwjgwaEZoIIwIohaHBi8JmBMc4IjXdGpJKAFUiD+ExMEIM4oCUNM6MFNMrY0FzSMEgChImZZTTNjIJRMApGwSgYBSMKoLcrNdhHw4QcwATvWWLvOXJB24cwwAbt"
        + "OQDDPhE5zNkYFCDiHA7M+aUlQgwM+qklyfr5JRmpRXoZpgz6FRB1AGzBNsHwEQAA";

    // f.create_group('g').create_dataset('a', shape=(2, 3), dtype='u1', external=[('/etc/passwd', 0, 6)])
    private const string WithValuesElsewhere =
        "H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwp2cKLyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8HB1DADREVA+LJWeYEJVl46WHj0otBdX+vVghvAzWIlLvwUco+l3NP1ipt8OVlR1"
        + "iVROv8F+/i6gFAxLdwrMaOajpeNRgKscYIOEGSOMrwGhmSACsGIIGpwYfGZgjDNC450RqSRgBdIgPhMTxCB2oLmMUDWgeLPAUW6wMcDEISUTMyOsxGFDUxlA0/QsgZZeI9Acqp9akqxfkFhcXJ6CNT1qsI+mLXIAAOZmdgW4CQAA";

    // libver='latest': a = h5py.VirtualLayout((2, 3), 'u1'), all of it h5py.VirtualSource('/etc/other.h5', 'x', shape=(2, 3))
    private const string WithParts =
        "H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1DAIAHhG0DFHTs72f09XIKYFF4482Yj4womIWSNMMDFxMDIwMDGwwCkGBMPw8z3YKAaCItXSAM7SRHdSQyMjCoMDExMjIxMULXMUBqdz8zDwCjAAHIjCHAwsAJdzczFwcfAwMLMAA0V"
        + "sNwahiEFrGPPPWEYBaNgFIyCUTAKsAF3Z38fcOUmgFTRAUEoTAFMQD+1JFk/vyQjtUgvw5ShAlx7MiIZxITEl0Djw8wBiYUVT8tCEu7gH42DUTAKRsEoGAWjYBSMglEwCkbBKBgFo4DWAABIfhb6ABgAAA==";

    private const int Columns = 24;
    private const int Rows = 16;
    private static readonly string[] Axes = ["lat", "lon"];

    [Fact]
    public async Task Variables_of_one_grid_are_bands_and_a_name_behind_the_address_takes_one()
    {
        var content = Cube().Variable("red", Axes, Plane(1)).Variable("nir", Axes, Plane(2)).ToArray();
        var address = service.Catalogue.Add("cubes/era.nc", content);
        var both = await service.ModelAsync(24, [1, 4], ["red", "nir"]);
        var one = await service.ModelAsync(6, [1], null);

        var (_, sum) = await service.Client.ClassifyAsync(StacService.Request(address, both));
        Assert.Equal((Columns, Rows), (sum.Levels[0].Width, sum.Levels[0].Height));
        Assert.Null(sum.FirstDifference((row, column) => (uint)(Value(1, row, column) + (4 * Value(2, row, column)))));
        foreach (var (name, band) in new[] { ("red", 1), ("nir", 2) })
        {
            var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(new Uri($"{address}#{name}"), one));
            Assert.Null(raster.FirstDifference((row, column) => (uint)Value(band, row, column)));
            Assert.DoesNotContain("fetched-variables:", job.ToJsonString(), StringComparison.Ordinal);
        }

        // the same job again is the same, of another variable it is not
        foreach (var (name, band) in new[] { ("red", 1), ("nir", 2), ("red", 1) })
        {
            var request = StacService.Request(new Uri($"{address}#{name}"), one);
            request["context"]!["reuseResults"] = true;
            var (_, raster) = await service.Client.ClassifyAsync(request);
            Assert.Null(raster.FirstDifference((row, column) => (uint)Value(band, row, column)));
        }
    }

    [Fact]
    public async Task NetCDF_4_is_read_and_is_a_mask_too()
    {
        var content = Four();
        Assert.Equal([0x89, (byte)'H', (byte)'D', (byte)'F'], content[..4]);
        var address = service.Catalogue.Add("cubes/four.nc", content);
        var request = StacService.Request(new Uri($"{address}#Band1"), await service.ModelAsync(6, [1], null));
        request["context"]!["mask"] = new JsonObject { ["url"] = service.Catalogue.Add("cubes/mask.nc", Four("-a_nodata", "0")).AbsoluteUri };

        var (_, raster) = await service.Client.ClassifyAsync(request);

        // where the mask has no pixel there is none
        Assert.Null(raster.FirstDifference((row, column) => Value(1, row, column) is var value && value > 0 ? (uint)value : 255));
    }

    [Fact]
    public async Task Several_grids_and_other_names_are_refused_with_the_names_that_there_are()
    {
        var content = Cube().Axis("lat2", [2, 1], ("units", "degrees_north")).Axis("lon2", [1, 2], ("units", "degrees_east")).Variable("tas", Axes, Plane(1)).Variable("coarse", ["lat2", "lon2"], new short[] { 1, 2, 3, 4 }).ToArray();
        var address = service.Catalogue.Add("cubes/grids.nc", content);
        var model = await service.ModelAsync(6, [1], null);

        Assert.Equal(
            ["'grids.nc' holds variables of several grids: tas (24×16), coarse (2×2). Name one of them at the end of the uri, as grids.nc#tas."], await service.FailAsync(StacService.Request(address, model)));
        Assert.Equal(["'grids.nc' has no variable 'pr'; it has 'tas', 'coarse'."], await service.FailAsync(StacService.Request(new Uri($"{address}#pr"), model)));
        var (_, raster) = await service.Client.ClassifyAsync(StacService.Request(new Uri($"{address}#tas"), model));
        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(1, row, column)));
    }

    [Theory]
    [InlineData(WithLink, "'hostile.h5' has a link to another file, 'g/out', which is not followed")]
    [InlineData(WithValuesElsewhere, "'hostile.h5' has a variable whose values lie in other files, 'g/a', which are not read")]
    [InlineData(WithParts, "'hostile.h5' has a variable whose values lie in other files, 'a', which are not read")]
    public async Task Files_that_name_other_files_are_refused(string packed, string message)
    {
        using var unpacked = new MemoryStream();
        using (var stream = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress))
        {
            await stream.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        }

        var address = service.Catalogue.Add("cubes/hostile.h5", unpacked.ToArray());
        var model = await service.ModelAsync(200, [1], null);
        foreach (var name in new[] { "", "#g/a", "#a" })
        {
            Assert.StartsWith(message, Assert.Single(await service.FailAsync(StacService.Request(new Uri($"{address}{name}"), model))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_cut_off_is_refused_and_layers_of_such_files_are_refused_as_before()
    {
        var whole = Four();
        var address = service.Catalogue.Add("cubes/cut.nc", whole[..(whole.Length / 2)]);
        var model = await service.ModelAsync(6, [1], null);

        Assert.Equal(["'cut.nc' is no HDF5 file that can be read."], await service.FailAsync(StacService.Request(address, model)));

        using var response = await service.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["url"] = service.Catalogue.Add("cubes/layer.nc", whole).AbsoluteUri }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("netCDF-4 or HDF5", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static byte[] Four(params string[] more) => MadeRaster.TranslateTo(
        "four.nc", TiffFile.Byte(Columns, Rows, 1, (_, row, column) => (byte)Value(1, row, column)), ["-of", "netCDF", "-co", "FORMAT=NC4", .. more]);

    private static NetCdfFile Cube() => new NetCdfFile()
        .Axis("lat", [.. Enumerable.Range(0, Rows).Select(row => 45 - (row * 0.1))], ("units", "degrees_north"))
        .Axis("lon", [.. Enumerable.Range(0, Columns).Select(column => 10 + (column * 0.1))], ("units", "degrees_east"));

    private static short[] Plane(int band) => [.. Enumerable.Range(0, Rows * Columns).Select(i => (short)Value(band, i / Columns, i % Columns))];

    private static int Value(int band, int row, int column) => ((row * (band + 1)) + (column * 3) + band) % 5;
}
