using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing.Variables;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

/// <summary>Files of several variables, as climate models, satellites' products and data cubes have them.</summary>
public sealed class VariablesTests : IDisposable
{
    private const int Columns = 5;
    private const int Rows = 4;

    private readonly TempFolder _folder = new();

    private static string[] Plane => ["lat", "lon"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variables_of_one_grid_are_bands_whatever_their_other_axes_and_what_only_helps_them_is_none()
    {
        var path = Write(Climate()
            .Variable("tas", ["time", "lat", "lon"], Shorts(3), ("_FillValue", (short)-999), ("scale_factor", 0.1), ("add_offset", 273.0), ("units", "K"))
            .Variable("u", ["time", "level", "lat", "lon"], Floats(6), ("units", "m s-1"))
            .Variable("land", Plane, Shorts(1)));

        var info = RasterDescriber.Describe(path, isTrusted: true);

        Assert.Equal("netCDF", info.Driver);
        Assert.Equal(new RasterSize(Columns, Rows), info.Grid.Size);
        Assert.Equal(new GeoTransform(9.5, 1, 0, 40.5, 0, -1), info.Grid.Transform);
        Assert.Equal(4326, info.Wkid);
        Assert.Equal(
            [
                "tas 2020-01-01", "tas 2020-02-01", "tas 2020-03-01",
                "u 2020-01-01 level=850", "u 2020-01-01 level=500", "u 2020-02-01 level=850", "u 2020-02-01 level=500", "u 2020-03-01 level=850", "u 2020-03-01 level=500", "land",
            ],
            info.Bands.Select(band => band.Name));
        Assert.All(info.Bands.Take(3), band => Assert.Equal((PixelType.S16, -999, 0.1, 273, "K"), (band.PixelType, band.NoData!.Value, band.Scale, band.Offset, band.Unit)));
        Assert.All(info.Bands.Skip(3).Take(6), band => Assert.Equal((PixelType.F32, 1.0, 0.0, "m s-1"), (band.PixelType, band.Scale, band.Offset, band.Unit)));
        Assert.Equal(PixelType.S16, info.Bands[9].PixelType);
    }

    [Fact]
    public void Each_band_has_the_samples_of_its_own_step()
    {
        // the first row of the file is the southernmost, and GDAL turns the north up
        var path = Write(Climate().Variable("u", ["time", "level", "lat", "lon"], Floats(6)).Variable("land", Plane, Shorts(1)));

        for (var band = 0; band < 7; band++)
        {
            Assert.Equal(Expected(band % 6, flipped: true), Read(path, band + 1));
            Assert.Equal(Expected(band % 6, flipped: true), Read($"{path}#{(band < 6 ? "u" : "land")}", (band % 6) + 1));
        }
    }

    [Fact]
    public void Samples_of_the_fill_value_are_holes()
    {
        var samples = Shorts(1);
        samples[7] = -999;
        var path = Write(Climate().Variable("tas", Plane, samples, ("_FillValue", (short)-999)).Variable("land", Plane, Shorts(1)));

        using var reader = RasterOpener.Open(new RasterReadSpec($"{path}#tas", true, [1]));
        var (pixels, validity) = (new float[Columns * Rows], new byte[Columns * Rows]);
        reader.Read(new PixelWindow(0, 0, Columns, Rows), pixels, validity);

        Assert.Equal(1, validity.Count(valid => valid == 0));
        Assert.Equal(0, validity[((Rows - 1 - (7 / Columns)) * Columns) + (7 % Columns)]);
    }

    [Theory]
    [InlineData("lat,lon,time")]
    [InlineData("time,lon,lat")]
    [InlineData("lon,time,lat")]
    public void Axes_in_another_order_are_rows_and_columns_all_the_same(string order)
    {
        var axes = order.Split(',');
        var sizes = axes.Select(axis => axis switch { "lat" => Rows, "lon" => Columns, _ => 3 }).ToArray();
        var values = new float[3 * Rows * Columns];
        for (var i = 0; i < values.Length; i++)
        {
            int[] place = [i / (sizes[1] * sizes[2]), i / sizes[2] % sizes[1], i % sizes[2]];
            int At(string axis) => place[Array.IndexOf(axes, axis)];
            values[i] = (At("time") * 1000) + (At("lat") * 10) + At("lon");
        }

        var path = Write(Climate().Variable("tas", axes, values));
        var info = RasterDescriber.Describe(path, isTrusted: true);

        Assert.Equal(["tas 2020-01-01", "tas 2020-02-01", "tas 2020-03-01"], info.Bands.Select(band => band.Name));
        Assert.Equal(new RasterSize(Columns, Rows), info.Grid.Size);
        Assert.Equal(4326, info.Wkid);
        var isNorthUp = info.Grid.Transform.PixelHeight < 0;
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(
                Enumerable.Range(0, Rows * Columns).Select(i => (step * 1000f) + ((isNorthUp ? Rows - 1 - (i / Columns) : i / Columns) * 10) + (i % Columns)),
                Read(path, step + 1));
        }

        // the rows lie where the file says that they lie
        Assert.Equal(isNorthUp ? 40.5 : 36.5, info.Grid.Transform.OriginY);
    }

    [Fact]
    public void Several_grids_are_refused_with_all_of_them_and_what_to_write()
    {
        var path = Write(Climate().Dimension("y2", 2).Dimension("x2", 3).Variable("tas", ["time", "lat", "lon"], Floats(3))
            .Axis("latitude", [38, 40], ("units", "degrees_north")).Axis("longitude", [10, 12, 14], ("units", "degrees_east"))
            .Variable("coarse", ["latitude", "longitude"], new float[6]));

        var error = Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: true));

        Assert.Equal("'a.nc' holds variables of several grids: tas (5×4), coarse (3×2). Name one of them at the end of the uri, as a.nc#tas.", error.Message);
        Assert.Equal(new RasterSize(3, 2), RasterDescriber.Describe($"{path}#coarse", isTrusted: true).Grid.Size);
        Assert.Equal(3, RasterDescriber.Describe($"{path}#tas", isTrusted: true).Bands.Count);
    }

    [Fact]
    public void Grids_of_one_size_at_different_places_are_several()
    {
        var path = Write(Climate().Variable("tas", Plane, Floats(1))
            .Axis("latitude", [1, 2, 3, 4], ("units", "degrees_north")).Axis("longitude", [1, 2, 3, 4, 5], ("units", "degrees_east"))
            .Variable("elsewhere", ["latitude", "longitude"], Floats(1)));

        Assert.Contains("tas (5×4), elsewhere (5×4)", Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_cannot_be_a_raster_is_refused_by_its_name()
    {
        var path = Write(Climate().Variable("tas", Plane, Floats(1)).Dimension("none", 0).Variable("empty", ["none", "lat", "lon"], Array.Empty<float>()));

        Assert.Equal(["tas"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
        Assert.Contains("'time' of 'a.nc' has one axis; a raster has two or more", Refusal($"{path}#time"), StringComparison.Ordinal);
        Assert.Contains("has no variable 'blue'; it has 'tas'", Refusal($"{path}#blue"), StringComparison.Ordinal);

        // what helps others can be asked for
        Assert.Equal(new RasterSize(2, 3), RasterDescriber.Describe($"{path}#time_bnds", isTrusted: true).Grid.Size);
    }

    [Theory]
    [InlineData("we\"ird")]
    [InlineData("a:b")]
    [InlineData("a#b")]
    [InlineData("größe")]
    public void Names_with_odd_signs_are_names(string name)
    {
        var path = Write(Climate().Variable(name, Plane, Floats(1)).Variable("plain", Plane, Floats(2)[20..]));

        Assert.Equal([name, "plain"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
        Assert.Single(RasterDescriber.Describe($"{path}#{name}", isTrusted: true).Bands);
        var isNorthUp = RasterDescriber.Describe($"{path}#{name}", isTrusted: true).Grid.Transform.PixelHeight < 0;
        Assert.Equal(Expected(0, isNorthUp), Read($"{path}#{name}", 1));
    }

    [Fact]
    public void A_time_axis_without_dates_has_its_values_and_one_without_values_its_numbers()
    {
        var path = Write(new NetCdfFile()
            .Axis("lat", [37, 38, 39, 40], ("units", "degrees_north")).Axis("lon", [10, 11, 12, 13, 14], ("units", "degrees_east"))
            .Axis("time", [0.5, 1.5], ("units", "months since 2000-01-01")).Dimension("member", 3).Axis("twice", [7, 7])
            .Variable("a", ["time", "lat", "lon"], Floats(2)).Variable("b", ["member", "lat", "lon"], Floats(3)).Variable("c", ["twice", "lat", "lon"], Floats(2)));

        Assert.Equal(["a time=0.5", "a time=1.5", "b_1", "b_2", "b_3", "c_1 twice=7", "c_2 twice=7"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
    }

    [Fact]
    public void One_step_of_time_needs_no_date()
    {
        var path = Write(new NetCdfFile()
            .Axis("lat", [37, 38, 39, 40], ("units", "degrees_north")).Axis("lon", [10, 11, 12, 13, 14], ("units", "degrees_east")).Axis("time", [5], ("units", "days since 2000-01-01"))
            .Variable("red", ["time", "lat", "lon"], Floats(1)).Variable("nir", ["time", "lat", "lon"], Floats(1)));

        Assert.Equal(["red", "nir"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
    }

    [Fact]
    public void A_file_of_one_variable_has_its_dates_too()
    {
        var path = Write(Climate().Variable("tas", ["time", "lat", "lon"], Floats(3)));

        Assert.Equal(["tas 2020-01-01", "tas 2020-02-01", "tas 2020-03-01"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
    }

    private static NetCdfFile Climate() => new NetCdfFile().Dimension("nv", 2)
        .Axis("time", [0, 31, 59], ("units", "days since 2020-01-01"), ("calendar", "noleap"), ("bounds", "time_bnds"), ("axis", "T"))
        .Variable("time_bnds", ["time", "nv"], new double[6])
        .Axis("level", [850, 500], ("units", "hPa"), ("positive", "down"), ("axis", "Z"))
        .Axis("lat", [37, 38, 39, 40], ("units", "degrees_north"), ("bounds", "lat_bnds"))
        .Variable("lat_bnds", ["lat", "nv"], new double[8])
        .Axis("lon", [10, 11, 12, 13, 14], ("units", "degrees_east"));

    // sample i of a file is i
    private static float[] Floats(int planes) => [.. Enumerable.Range(0, planes * Rows * Columns).Select(i => (float)i)];

    private static short[] Shorts(int planes) => [.. Enumerable.Range(0, planes * Rows * Columns).Select(i => (short)i)];

    private static float[] Expected(int plane, bool flipped) => [.. Enumerable.Range(0, Rows * Columns)
        .Select(i => (plane * Rows * Columns) + ((flipped ? Rows - 1 - (i / Columns) : i / Columns) * Columns) + (i % Columns)).Select(value => (float)value)];

    private static string Refusal(string path) => Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: true)).Message;

    private static float[] Read(string path, int band)
    {
        using var reader = RasterOpener.Open(new RasterReadSpec(path, true, [band]));
        return TestRasters.ReadAll(reader, new PixelWindow(0, 0, reader.Grid.Size.Width, reader.Grid.Size.Height)).Pixels;
    }

    private string Write(NetCdfFile file)
    {
        var path = _folder.File("a.nc");
        File.WriteAllBytes(path, file.ToArray());
        return path;
    }
}
