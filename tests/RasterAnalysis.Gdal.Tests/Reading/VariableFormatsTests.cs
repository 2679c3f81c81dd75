using System.Globalization;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing.Variables;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

/// <summary>The formats of files of several variables, each in its own way.</summary>
public sealed class VariableFormatsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cube_of_Zarr_has_a_band_for_each_of_its_words_and_dates()
    {
        var path = _folder.File("cube.zarr");
        new ZarrFolder(path)
            .Array("band", [("band", 2)], (string[])["red", "nir"])
            .Array("time", [("time", 2)], (double[])[0, 6], ("units", "hours since 2024-06-30 18:00:00"), ("calendar", "proleptic_gregorian"))
            .Array("y", [("y", 2)], (double[])[5000015, 5000005]).Array("x", [("x", 3)], (double[])[500005, 500015, 500025])
            .Array("spatial_ref", [], (double[])[0], ("crs_wkt", TestRasters.UtmWkt))
            .Array("reflectance", [("time", 2), ("band", 2), ("y", 2), ("x", 3)], Counted(24), ("scale_factor", 0.0001), ("coordinates", "spatial_ref"), ("grid_mapping", "spatial_ref"));

        var info = RasterDescriber.Describe(path, isTrusted: true);

        Assert.Equal("Zarr", info.Driver);
        Assert.Equal(new GeoTransform(500000, 10, 0, 5000020, 0, -10), info.Grid.Transform);
        Assert.Equal(32633, info.Wkid);
        Assert.Equal(["2024-06-30T18:00 red", "2024-06-30T18:00 nir", "2024-07-01T00:00 red", "2024-07-01T00:00 nir"], info.Bands.Select(band => band.Name));
        Assert.All(info.Bands, band => Assert.Equal(0.0001, band.Scale));
        for (var band = 0; band < 4; band++)
        {
            Assert.Equal(Enumerable.Range(band * 6, 6).Select(value => (float)value), TestRasters.ReadAll(path, band + 1).Pixels);
        }

        // beside another variable, its name tells them apart
        new ZarrFolder(path).Array("cloud", [("y", 2), ("x", 3)], Counted(6), ("grid_mapping", "spatial_ref"));
        Assert.Equal(["cloud", "reflectance 2024-06-30T18:00 red"], RasterDescriber.Describe(path, isTrusted: true).Bands.Take(2).Select(band => band.Name));
        Assert.Equal("2024-06-30T18:00 red", RasterDescriber.Describe($"{path}#reflectance", isTrusted: true).Bands[0].Name);
    }

    [Fact]
    public void A_variable_of_HDF5_may_have_four_axes()
    {
        var info = RasterDescriber.Describe(Netcdf4("h5"), isTrusted: true);

        Assert.Equal("HDF5", info.Driver);
        Assert.Equal(["cloud", .. FourAxes], info.Bands.Select(band => band.Name).Order(StringComparer.Ordinal));
        var path = Netcdf4("h5");
        var first = info.Bands.First(band => band.Name == FourAxes[3]).Number;
        Assert.Equal(Enumerable.Range(18, 6).Select(value => (float)value), TestRasters.ReadAll(path, first).Pixels);
        Assert.Equal(4326, info.Wkid);
    }

    [Fact]
    public void Pages_of_a_TIFF_are_taken_by_their_numbers()
    {
        var (path, size) = (_folder.File("pages.tif"), new RasterSize(2, 2));
        TestRasters.Create(path, size, PixelType.U8, [1, 2, 3, 4]);
        CommandLine.Run("gdal_translate", "-q", "-co", "APPEND_SUBDATASET=YES", TestRasters.Create(_folder.File("second.tif"), size, PixelType.U8, [5, 6, 7, 8]), path);

        Assert.Equal([1, 2, 3, 4], TestRasters.ReadAll(path, 1).Pixels);
        Assert.Equal([5, 6, 7, 8], TestRasters.ReadAll($"{path}#2", 1).Pixels);
        Assert.Equal("'pages.tif' has no raster '3'; it has '1', '2'.", Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe($"{path}#3", isTrusted: true)).Message);
    }

    [Fact]
    public void Groups_of_netCDF_are_part_of_a_variable_s_name()
    {
        var path = _folder.File("groups.nc");
        File.WriteAllText(_folder.File("groups.vrt"), """
            <VRTDataset><Group name="/"><Dimension name="y" size="2"/><Dimension name="x" size="3"/>
            <Group name="low"><Array name="red"><DataType>Byte</DataType><DimensionRef ref="/y"/><DimensionRef ref="/x"/><ConstantValue>1</ConstantValue></Array>
            <Array name="only"><DataType>Byte</DataType><DimensionRef ref="/y"/><DimensionRef ref="/x"/><ConstantValue>2</ConstantValue></Array></Group>
            <Group name="high"><Array name="red"><DataType>Byte</DataType><DimensionRef ref="/y"/><DimensionRef ref="/x"/><ConstantValue>3</ConstantValue></Array></Group>
            </Group></VRTDataset>
            """);
        CommandLine.Run("gdalmdimtranslate", "-q", "-of", "netCDF", _folder.File("groups.vrt"), path);

        var names = RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name).ToList();

        Assert.Equal(["high/red", "low/red", "only"], names.Order(StringComparer.Ordinal));
        Assert.Equal(3, TestRasters.ReadAll($"{path}#high/red", 1).Pixels[0]);
        Assert.Equal(1, TestRasters.ReadAll($"{path}#/low/red", 1).Pixels[0]);
        Assert.Equal(2, TestRasters.ReadAll($"{path}#only", 1).Pixels[0]);
        var error = Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe($"{path}#red", isTrusted: true)).Message;
        Assert.Contains("'low/red'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_samples_come_out_of_netCDF_HDF5_and_Zarr()
    {
        foreach (var (path, driver) in new[] { (Netcdf4("nc"), "netCDF"), (Netcdf4("h5"), "HDF5"), (Netcdf4("zarr"), "Zarr") })
        {
            var info = RasterDescriber.Describe(path, isTrusted: true);

            Assert.Equal(driver, info.Driver);
            Assert.Equal(new GeoTransform(9, 2, 0, 41, 0, -2), info.Grid.Transform);
            Assert.Equal(4326, info.Wkid);
            Assert.Equal(["cloud", .. FourAxes], info.Bands.Select(band => band.Name).Order(StringComparer.Ordinal));
            Assert.All(info.Bands.Where(band => band.Name != "cloud"), band => Assert.Equal((0.5, -3, -1, "m s-1"), (band.Scale, band.Offset, band.NoData, band.Unit)));
            Assert.Equal((1, 0, ""), info.Bands.Where(band => band.Name == "cloud").Select(band => (band.Scale, band.Offset, band.Unit)).Single());
            foreach (var (place, name) in FourAxes.Index())
            {
                Assert.Equal(Enumerable.Range(place * 6, 6).Select(value => (float)value), TestRasters.ReadAll(path, info.Bands.First(band => band.Name == name).Number).Pixels);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_of_GRIB_are_bands_by_element_level_and_time(bool isTrusted)
    {
        var path = Grib("a.grb2", ("2020-01-01", 0, 4), ("2020-01-02", 0, 4), ("2020-01-01", 1, 4));

        var info = RasterDescriber.Describe(path, isTrusted);

        Assert.Equal("GRIB", info.Driver);
        Assert.Equal(["TMP 2-HTGL 2020-01-01", "TMP 2-HTGL 2020-01-02", "VTMP 2-HTGL 2020-01-01"], info.Bands.Select(band => band.Name));
        Assert.Equal(["TMP 2-HTGL", "VTMP 2-HTGL"], RasterDescriber.Describe(Grib("b.grb2", ("2020-01-01", 0, 4), ("2020-01-01", 1, 4)), isTrusted).Bands.Select(band => band.Name));
        Assert.Equal(["TMP 2-HTGL_1", "TMP 2-HTGL_2"], RasterDescriber.Describe(Grib("c.grb2", ("2020-01-01", 0, 4), ("2020-01-01", 0, 4)), isTrusted).Bands.Select(band => band.Name));

        // 273.15 K and what stands above it, which GDAL gives as degrees Celsius
        Assert.Equal(Enumerable.Range(0, 20).Select(value => (float)value), TestRasters.ReadAll(path, 2).Pixels.Select(value => MathF.Round(value, 2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_of_GRIB_on_several_grids_are_refused(bool isTrusted)
    {
        var path = Grib("two.grb2", ("2020-01-01", 0, 4), ("2020-01-01", 1, 8));

        var error = Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted)).Message;

        Assert.StartsWith("'two.grb2' holds GRIB messages of 2 grids: 4×5 (TMP_2-HTGL", error, StringComparison.Ordinal);
        Assert.Contains("; 8×5 (VTMP_2-HTGL", error, StringComparison.Ordinal);
        Assert.EndsWith("Put those of one grid into a file of their own, for example with cdo splitgrid.", error, StringComparison.Ordinal);
    }

    private static string[] FourAxes => ["u 2020-01-01 level=1000", "u 2020-01-01 level=850.5", "u 2020-02-01 level=1000", "u 2020-02-01 level=850.5"];

    private static short[] Counted(int count) => [.. Enumerable.Range(0, count).Select(value => (short)value)];

    private string Netcdf4(string extension)
    {
        var (source, target) = (_folder.File("source.nc"), _folder.File($"cube.{extension}"));
        File.WriteAllBytes(source, new NetCdfFile()
            .Axis("time", [0, 31], ("units", "days since 2020-01-01"), ("axis", "T")).Axis("level", [1000, 850.5], ("units", "hPa"), ("axis", "Z"))
            .Axis("lat", [40, 38], ("units", "degrees_north")).Axis("lon", [10, 12, 14], ("units", "degrees_east"))
            .Variable("u", ["time", "level", "lat", "lon"], Counted(24), ("scale_factor", 0.5), ("add_offset", -3.0), ("units", "m s-1"), ("_FillValue", (short)-1)).Variable("cloud", ["lat", "lon"], Counted(6)).ToArray());
        if (!Path.Exists(target))
        {
            CommandLine.Run("gdalmdimtranslate", "-q", "-of", extension == "zarr" ? "Zarr" : "netCDF", source, target);
        }

        return target;
    }

    // parameter: of WMO's table 4.2-0-0, 0 temperature and 1 virtual temperature
    private string Grib(string name, params (string Date, int Parameter, int Columns)[] messages)
    {
        using var file = File.Create(_folder.File(name));
        foreach (var (date, parameter, columns) in messages)
        {
            var (source, target) = (_folder.File("message.tif"), _folder.File("message.grb2"));
            var grid = new RasterGrid(new RasterSize(columns, 5), new GeoTransform(9.5, 1, 0, 44.5, 0, -1), SpatialReferences.ToWkt(new SpatialReference(4326, null), "test"));
            TestRasters.Create(source, grid.Size, PixelType.F64, TestRasters.Ramp(columns * 5), grid);
            CommandLine.Run(
                "gdal_translate", "-q", "-of", "GRIB", "-co", $"IDS=REF_TIME={date}T00:00:00Z", "-co", "DISCIPLINE=0",
                "-co", string.Create(CultureInfo.InvariantCulture, $"PDS_TEMPLATE_NUMBERS=0 {parameter} 2 0 96 0 0 0 1 0 0 0 0 103 0 0 0 0 2 255 0 0 0 0 0"), source, target);
            file.Write(File.ReadAllBytes(target));
        }

        return file.Name;
    }
}
