using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Each row of the table in <c>docs/reference/rasters.md</c>: GDAL's own tools make the raster, and the result is compared with plain arithmetic.</summary>
public sealed class AwkwardRasterTests : IDisposable
{
    private const int Width = 61;
    private const int Height = 47;
    private const int Classes = 13;
    private const int NoData = 255;

    private readonly LocalJob _job = new();

    /// <summary>Trait, arguments of gdal_translate, extension, and whether only a raster store may hold it.</summary>
    private static readonly (string Trait, string Arguments, string Extension, bool IsTrusted)[] Copies =
    [
        ("south-up", "-a_ullr 500000 4999530 500610 5000000", "tif", false),
        ("mirrored east to west", "-a_ullr 500610 5000000 500000 4999530", "tif", false),
        ("geographic coordinates", "-a_srs EPSG:4326 -a_ullr 15 45 15.61 44.53", "tif", false),
        ("across the antimeridian", "-a_srs EPSG:4326 -a_ullr 179.7 -16 180.31 -16.47", "tif", false),
        ("cells that are not square", "-a_ullr 500000 5000000 500610 4999906", "tif", false),
        ("UInt16", "-ot UInt16", "tif", false),
        ("Int16", "-ot Int16", "tif", false),
        ("Int32", "-ot Int32", "tif", false),
        ("Float32", "-ot Float32", "tif", false),
        ("Float64", "-ot Float64", "tif", false),
        ("Int64", "-ot Int64", "tif", false),
        ("compressed tiles", "-co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=32 -co COMPRESS=LZW -co PREDICTOR=2", "tif", false),
        ("VRT", "-of VRT", "vrt", true),
        ("JPEG 2000", "-of JP2OpenJPEG -co QUALITY=100 -co REVERSIBLE=YES", "jp2", false),
        ("netCDF", "-of netCDF", "nc", true),
        ("Zarr v2", "-of Zarr", "zarr", true),
        ("GRIB", "-of GRIB", "grb2", false),
        ("PNG with a world file", "-of PNG -co WORLDFILE=YES", "png", false),
        ("no coordinate system", "-of PNG", "png", false),
        ("scale and offset", "-a_scale 0.5 -a_offset 3", "tif", false),
        ("alpha band that is a band of the model", "-b 1 -b 1 -b 1 -b 1 -colorinterp red,green,blue,alpha", "tif", false),
    ];

    private static readonly string[] Others =
    [
        "rotated", "ground control points", "rational polynomials (RPC)", "palette", "alpha band", "mask band", "NoData value", "NoData NaN", "NoData that the type cannot hold", "cut off",
    ];

    public static TheoryData<string> Traits => [.. Copies.Select(copy => copy.Trait)];

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Each_row_of_the_table_is_held_by_a_test() => Assert.Equal(
        Copies.Select(copy => copy.Trait).Concat(Others).Order(StringComparer.Ordinal),
        File.ReadAllLines(RepositoryFiles.Path("docs/reference/rasters.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|')[1].Trim()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Traits))]
    public void A_raster_gives_its_own_values_on_its_own_grid(string trait)
    {
        var (_, arguments, extension, isTrusted) = Copies.Single(copy => copy.Trait == trait);
        var path = Translate(arguments, extension);

        var output = Classify(path, isTrusted, trait.StartsWith("alpha", StringComparison.Ordinal) ? [3] : null);

        AssertEvery(output, Value);
        Assert.False(_job.Plan!.Grid.IsWarped);
        Assert.Equal(trait == "scale and offset", _job.Messages.Any(m => m.Type == JobMessageType.Warning && m.Text.Contains("scale 0.5 and offset 3", StringComparison.Ordinal)));
        if (isTrusted)
        {
            Assert.ThrowsAny<RasterAccessException>(() => Classify(path, isTrusted: false));
        }
    }

    [Theory]
    [InlineData("south-up", "tif")]
    [InlineData("geographic coordinates", "tif")]
    [InlineData("across the antimeridian", "tif")]
    public void The_grid_of_the_output_is_the_inputs_to_the_last_bit(string trait, string extension)
    {
        var path = Translate(Copies.Single(copy => copy.Trait == trait).Arguments, extension);

        Classify(path);

        Assert.Equal(RasterAnalysis.Gdal.Reading.RasterDescriber.Describe(path, false).Grid, _job.Plan!.Grid.OutputGrid);
    }

    [Fact]
    public void A_rotated_raster_keeps_its_rotated_grid()
    {
        var path = Vrt("<GeoTransform>500000, 8.66, 5, 5000000, 5, -8.66</GeoTransform><SRS>EPSG:32633</SRS>", "");

        var output = Classify(path, isTrusted: true);

        AssertEvery(output, Value);
        Assert.Equal(new GeoTransform(500000, 8.66, 5, 5000000, 5, -8.66), _job.Plan!.Grid.OutputGrid.Transform);
    }

    [Fact]
    public void Ground_control_points_project_the_raster()
    {
        // the corners of a grid of 10 m cells, so that the projected pixels are those of the raster
        var path = Translate("-gcp 0 0 500000 5000000 -gcp 61 0 500610 5000000 -gcp 0 47 500000 4999530 -gcp 61 47 500610 4999530 -a_srs EPSG:32633", "tif", "-of PNG");

        var output = Classify(path);

        AssertPlaced(output, 10, 500000, 5000000, tolerance: 0);
        Assert.Contains(_job.Messages, m => m.Type == JobMessageType.Warning && m.Text.Contains("4 ground control points", StringComparison.Ordinal));
        Assert.True(_job.Plan!.Grid.IsWarped && _job.Plan.Grid.OutputGrid.Transform.IsNorthUp);
    }

    [Fact]
    public void Rational_polynomials_project_the_raster()
    {
        // line = −latitude and sample = longitude, each scaled: a plain grid of 0.001 degrees from 15 east, 45 north
        const string rpc = """
            <Metadata domain="RPC"><MDI key="LINE_OFF">23</MDI><MDI key="SAMP_OFF">30</MDI><MDI key="LAT_OFF">44.9765</MDI><MDI key="LONG_OFF">15.0305</MDI>
            <MDI key="HEIGHT_OFF">0</MDI><MDI key="LINE_SCALE">23.5</MDI><MDI key="SAMP_SCALE">30.5</MDI><MDI key="LAT_SCALE">0.0235</MDI><MDI key="LONG_SCALE">0.0305</MDI>
            <MDI key="HEIGHT_SCALE">500</MDI><MDI key="LINE_NUM_COEFF">0 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0</MDI><MDI key="LINE_DEN_COEFF">1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0</MDI>
            <MDI key="SAMP_NUM_COEFF">0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0</MDI><MDI key="SAMP_DEN_COEFF">1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0</MDI></Metadata>
            """;

        var output = Classify(Vrt(rpc, ""), isTrusted: true);

        Assert.Contains(_job.Messages, m => m.Type == JobMessageType.Warning && m.Text.Contains("RPC", StringComparison.Ordinal));
        AssertPlaced(output, 0.001, 15, 45, tolerance: 1);
    }

    [Fact]
    public void A_palette_is_refused_unless_told()
    {
        var path = Vrt("", "<ColorInterp>Palette</ColorInterp><ColorTable><Entry c1=\"0\" c2=\"0\" c3=\"0\"/><Entry c1=\"9\" c2=\"9\" c3=\"9\"/></ColorTable>");

        var fault = Assert.Throws<InvalidRequestException>(() => Classify(path, isTrusted: true));

        Assert.Equal("inputRaster", Assert.Single(fault.Errors).Field);
        Assert.Contains("allow_palette", fault.Message, StringComparison.Ordinal);
        AssertEvery(Classify(path, isTrusted: true, arguments: new() { ["allow_palette"] = "True" }), Value);
    }

    [Theory]
    [InlineData("alpha band", "-b 1 -b 2 -colorinterp gray,alpha", "")]
    [InlineData("mask band", "-b 1 -mask 2", "")]
    [InlineData("NoData value", "-b 1 -a_nodata 7", "7")]
    [InlineData("NoData NaN", "-b 3 -ot Float32 -a_nodata nan", "nan")]
    public void Pixels_that_are_none_are_NoData_and_no_other_is(string trait, string arguments, string encoding)
    {
        // band 2 masks, band 3 is the first with NaN where it masks
        var bands = TiffFile.Byte(Width, Height, 2, (band, row, column) => (byte)(band == 0 ? Value(row, column) : IsHole(row, column) ? 0 : 200));
        _job.Write("bands.tif", bands);
        var source = _job.PathOf("bands.tif");
        if (encoding == "nan")
        {
            source = NaNRaster();
            arguments = "-a_nodata nan";
        }

        Assert.SkipUnless(GdalTool.IsInstalled, "gdal_translate is not installed (apt-get install gdal-bin): no raster to test with.");
        GdalTool.Run("gdal_translate", ["-q", "--config", "GDAL_TIFF_INTERNAL_MASK", "YES", .. arguments.Split(' '), source, _job.PathOf("input.tif")]);

        var output = Classify(_job.PathOf("input.tif"));

        AssertEvery(output, (row, column) => (encoding == "7" ? Value(row, column) == 7 : IsHole(row, column)) ? NoData : Value(row, column));
        Assert.NotEmpty(trait);
    }

    [Fact]
    public void NoData_that_the_type_cannot_hold_means_nothing() => AssertEvery(
        _job.Classify(
            TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column), noDataText: "-10000"),
            TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)),
        Value);

    [Fact]
    public void A_file_that_is_cut_off_names_the_pixels_that_cannot_be_read()
    {
        var path = Translate("-co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=16", "tif");
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length - 900)]);

        var fault = Assert.Throws<Gdal.GdalException>(() => Classify(path));

        Assert.Matches("columns 0\\.\\.60, rows 0\\.\\.46", fault.Message);
        Assert.Contains("input.tif", fault.Message, StringComparison.Ordinal);
    }

    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % Classes;

    private static bool IsHole(int row, int column) => (row / 5) + (column / 7) is var block && block % 3 == 0;

    private double[,] Classify(string path, bool isTrusted = false, int[]? extractBands = null, Dictionary<string, string>? arguments = null)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(Classes));
        if (extractBands is not null)
        {
            definition["ExtractBands"] = new System.Text.Json.Nodes.JsonArray([.. extractBands.Select(band => (System.Text.Json.Nodes.JsonNode)band)]);
        }

        return _job.Classify(path, definition, TinyNetworks.CopyBand(Classes), arguments, isTrusted: isTrusted);
    }

    /// <summary>Makes a copy of the base raster, through a first copy without georeference where <paramref name="first"/> is given.</summary>
    private string Translate(string arguments, string extension, string? first = null)
    {
        Assert.SkipUnless(GdalTool.IsInstalled, "gdal_translate is not installed (apt-get install gdal-bin): no raster to test with.");
        _job.Write("base.tif", TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column)));
        var source = _job.PathOf("base.tif");
        if (first is not null)
        {
            GdalTool.Run("gdal_translate", ["-q", .. first.Split(' '), source, _job.PathOf("first.png")]);
            File.Delete(_job.PathOf("first.png.aux.xml"));
            source = _job.PathOf("first.png");
        }

        var path = _job.PathOf($"input.{extension}");
        GdalTool.Run("gdal_translate", ["-q", .. arguments.Split(' '), source, path]);
        if (arguments == "-of PNG")
        {
            File.Delete(path + ".aux.xml");
        }

        return path;
    }

    private string Vrt(string dataset, string band)
    {
        _job.Write("base.tif", TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column)));
        File.WriteAllText(_job.PathOf("input.vrt"), $"""
            <VRTDataset rasterXSize="{Width}" rasterYSize="{Height}">{dataset}<VRTRasterBand dataType="Byte" band="1">{band}
            <SimpleSource><SourceFilename relativeToVRT="1">base.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>
            """);
        return _job.PathOf("input.vrt");
    }

    /// <summary>ENVI: a plain file of floats and a header of text.</summary>
    private string NaNRaster()
    {
        var values = Enumerable.Range(0, Width * Height).Select(i => IsHole(i / Width, i % Width) ? float.NaN : Value(i / Width, i % Width));
        _job.Write("nan.img", [.. values.SelectMany(BitConverter.GetBytes)]);
        File.WriteAllText(_job.PathOf("nan.hdr"), $"ENVI\nsamples = {Width}\nlines = {Height}\nbands = 1\nheader offset = 0\ndata type = 4\ninterleave = bsq\nbyte order = 0\n");
        return _job.PathOf("nan.img");
    }

    private static void AssertEvery(double[,] output, Func<int, int, int> expected) =>
        Pixels.AssertEvery(output, Width, Height, (row, column) => expected(row, column));

    /// <summary>Each pixel of the projected grid is the pixel of the raster that its centre lies on, or NoData outside.</summary>
    private void AssertPlaced(double[,] output, double cell, double left, double top, double tolerance)
    {
        var transform = _job.Plan!.Grid.OutputGrid.Transform;
        var (wrong, right) = (0, 0);
        for (var row = 0; row < output.GetLength(0); row++)
        {
            for (var column = 0; column < output.GetLength(1); column++)
            {
                var (x, y) = transform.Apply(column + 0.5, row + 0.5);
                var (sourceColumn, sourceRow) = ((int)Math.Floor((x - left) / cell), (int)Math.Floor((top - y) / cell));
                var isInside = sourceColumn is >= 0 and < Width && sourceRow is >= 0 and < Height;
                var isRight = output[row, column] == (isInside ? Value(sourceRow, sourceColumn) : NoData);
                (wrong, right) = isRight ? (wrong, right + 1) : (wrong + 1, right);
            }
        }

        Assert.True(right > Width * Height * 0.9, $"only {right} pixels are right");
        Assert.True(wrong <= tolerance * (Width + Height), $"{wrong} pixels are wrong, {right} right");
    }
}
