using System.Xml.Linq;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class ClassifiedRasterAssemblerTests : IDisposable
{
    private static readonly IReadOnlyList<ClassDefinition> Classes =
        [new(1, "Water & \"sea\"", new RgbColor(0, 0, 255)), new(5, "Wald ä", new RgbColor(0, 128, 0)), new(9, "Built <up>", new RgbColor(255, 0, 0))];

    private readonly TempFolder _folder = new();

    private string Target => _folder.File("classes.tif");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(255, 257)]
    [InlineData(513, 1025)]
    [InlineData(2100, 2050)]
    public void Assemble_gives_every_pixel_of_the_sections_back(int width, int height)
    {
        var size = new RasterSize(width, height);
        var pixels = Checkerboard(size);

        Assemble(new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), pixels);

        Assert.Equal(pixels.Select(value => (double)value), TestRasters.ReadBand(Target));
        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        var overviews = LibGdal.GDALGetOverviewCount(dataset.Band(1).Handle);
        Assert.Equal(Math.Max(width, height) > 512, overviews > 0);
        for (var overview = 0; overview < overviews; overview++)
        {
            Assert.Empty(TestRasters.ReadBand(dataset, 1, overview).Except([1, 5, 9, 255]));
        }

        Assert.Equal("COG", dataset.GetMetadata("LAYOUT", "IMAGE_STRUCTURE"));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Path), file => Path.GetFileName(file).StartsWith('.'));
    }

    [Theory]
    [InlineData(288776.250000803149305, 28.499999999274539, 0, 9120760.750028736889362, 0, -28.499999999274539)]
    [InlineData(101985.1, 0.3, 0, 2826915.7, 0, -0.3)]
    [InlineData(-179.99999999999997, 1.0 / 3, 0, 89.99999999999999, 0, -1.0 / 7)]
    [InlineData(500000.1, 28.5, 0, 4999200.3, 0, 28.5)]
    [InlineData(100, 17.320508075688775, 4.999999999999999, 200, 9.999999999999998, -8.660254037844387)]
    [InlineData(0, 1, 0, 0, 0, 1)]
    [InlineData(0, 1, 0, 0, 0, -1)]
    public void Assemble_keeps_the_grid_to_the_last_bit(double originX, double width, double rowRotation, double originY, double columnRotation, double height)
    {
        var size = new RasterSize(600, 20);
        foreach (var wkt in new[] { TestRasters.UtmWkt, null })
        {
            var transform = new GeoTransform(originX, width, rowRotation, originY, columnRotation, height);

            Assemble(new RasterGrid(size, transform, wkt), Checkerboard(size));

            var info = RasterDescriber.Describe(Target, isTrusted: false);
            Assert.Equal(transform.ToArray().Select(BitConverter.DoubleToInt64Bits), info.Grid.Transform.ToArray().Select(BitConverter.DoubleToInt64Bits));
            Assert.True(SpatialReferences.IsSame(wkt, info.Grid.Wkt), $"{wkt} became {info.Grid.Wkt}");
        }
    }

    [Fact]
    public void Classes_are_in_all_tables()
    {
        var size = new RasterSize(8, 4);

        Assemble(new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), Checkerboard(size));

        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        var band = dataset.Band(1);
        Assert.Equal(255, band.NoData);
        Assert.Equal("thematic", LibGdal.GDALGetBandMetadataItem(band.Handle, "LAYER_TYPE", null));
        Assert.Equal("from a test", dataset.GetMetadata("RASTERANALYSIS_ORIGIN"));
        var names = StringListHandle.ReadBorrowed(LibGdal.GDALGetRasterCategoryNames(band.Handle));
        Assert.Equal(10, names.Count);
        Assert.Equal(("Water & \"sea\"", "Wald ä", ""), (names[1], names[5], names[2]));
        Assert.Equal((0, 0, 255), ColorOf(band, 1));
        Assert.Equal((255, 0, 0), ColorOf(band, 9));
        var table = LibGdal.GDALGetDefaultRAT(band.Handle);
        Assert.Equal(3, LibGdal.GDALRATGetRowCount(table));
        Assert.Equal("Built <up>", LibGdal.GDALRATGetValueAsString(table, 2, LibGdal.GDALRATGetColOfUsage(table, GFU_Name)));
        Assert.Equal(5, LibGdal.GDALRATGetValueAsDouble(table, 1, LibGdal.GDALRATGetColOfUsage(table, GFU_MinMax)));
        Assert.Equal(3_000_000_000, LibGdal.GDALRATGetValueAsDouble(table, 1, LibGdal.GDALRATGetColOfUsage(table, GFU_PixelCount)));
    }

    [Fact]
    public void A_tif_alone_carries_the_classes()
    {
        var size = new RasterSize(8, 4);
        Assemble(new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), Checkerboard(size));
        File.Delete(Target + ".aux.xml");

        var (classes, counts) = ClassifiedRasterReader.ReadClasses(Target, isTrusted: false)!.Value;

        Assert.Equal(Classes, classes);
        Assert.Equal([new ClassCount(1, 10), new ClassCount(5, 3_000_000_000), new ClassCount(9, 0)], counts);
        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        Assert.Equal((0, 128, 0), ColorOf(dataset.Band(1), 5));
        Assert.Equal(255, dataset.Band(1).NoData);
    }

    [Fact]
    public void A_tif_alone_has_the_attribute_table_where_GDAL_from_3_12_reads_it()
    {
        var size = new RasterSize(8, 4);
        Assemble(new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), Checkerboard(size));

        var items = XElement.Parse(CogFile.Read(File.ReadAllBytes(Target)).Metadata).Elements("Item").ToArray();

        // an item of band 0 with this name and role, whose one child is the table (gtiffdataset_read.cpp of GDAL 3.12.3)
        var item = Assert.Single(items, item => (string?)item.Attribute("role") == "rat");
        Assert.Equal(("DEFAULT_RASTER_ATTRIBUTE_TABLE", "0"), ((string?)item.Attribute("name"), (string?)item.Attribute("sample")));
        var table = Assert.Single(item.Elements());
        Assert.Equal(("GDALRasterAttributeTable", "thematic"), (table.Name.LocalName, (string?)table.Attribute("tableType")));
        Assert.Equal(
            ["Value 0 5", "ClassName 2 2", "Red 0 6", "Green 0 7", "Blue 0 8", "Count 1 1"],
            table.Elements("FieldDefn").Select(field => $"{(string?)field.Element("Name")} {(string?)field.Element("Type")} {(string?)field.Element("Usage")}"));
        Assert.Equal(
            ["0: 1|Water & \"sea\"|0|0|255|10", "1: 5|Wald ä|0|128|0|3000000000", "2: 9|Built <up>|255|0|0|0"],
            table.Elements("Row").Select(row => $"{(string?)row.Attribute("index")}: {string.Join('|', row.Elements("F").Select(cell => cell.Value))}"));
    }

    [Fact]
    public void A_tif_alone_names_each_class_in_an_item_without_escapes()
    {
        var size = new RasterSize(8, 4);
        Assemble(new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), Checkerboard(size));

        var text = CogFile.Read(File.ReadAllBytes(Target)).Metadata;

        Assert.Contains("<Item name=\"RASTERANALYSIS_CLASSES\">1,5,9</Item>", text, StringComparison.Ordinal);
        Assert.Contains("<Item name=\"RASTERANALYSIS_CLASS_1\">0,0,255,10,Water %26 %22sea%22</Item>", text, StringComparison.Ordinal);
        Assert.Contains("<Item name=\"RASTERANALYSIS_CLASS_5\">0,128,0,3000000000,Wald ä</Item>", text, StringComparison.Ordinal);
        Assert.Contains("<Item name=\"RASTERANALYSIS_CLASS_9\">255,0,0,0,Built %3Cup%3E</Item>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("&amp;", text[..text.IndexOf("<GDALRasterAttributeTable", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(150, true)]
    [InlineData(255, true)]
    [InlineData(400, false)]
    public void The_attribute_table_is_in_the_tif_as_long_as_there_is_room(int count, bool isInTheTif)
    {
        IReadOnlyList<ClassDefinition> classes = [.. Enumerable.Range(0, count).Select(i => new ClassDefinition(i, $"Class {i}", new RgbColor((byte)i, 5, 7)))];
        var size = new RasterSize(30, 10);
        var section = TestRasters.Create(_folder.File("s.tif"), size, ClassifiedRasterProfile.For(classes).PixelType, TestRasters.Ramp(300, 0).Select(value => value % count).ToArray());

        ClassifiedRasterAssembler.Assemble(
            Target, new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), ClassifiedRasterProfile.For(classes), [new SectionRaster(section, PixelWindow.Whole(size))], [],
            new Dictionary<string, string>(), null, CancellationToken.None);

        var text = CogFile.Read(File.ReadAllBytes(Target)).Metadata;
        Assert.Equal(isInTheTif ? count : 0, XElement.Parse(text).Descendants("Row").Count());
        Assert.DoesNotContain("....", text, StringComparison.Ordinal);
        Assert.Equal(classes, ClassifiedRasterReader.ReadClasses(Target, isTrusted: false)!.Value.Classes);
        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        Assert.Equal(count, LibGdal.GDALRATGetRowCount(LibGdal.GDALGetDefaultRAT(dataset.Band(1).Handle)));
    }

    [Fact]
    public void ReadClasses_of_a_result_of_former_versions_are_the_same()
    {
        const string Json = """[{"value":1,"name":"Water \u0026 sea","color":[0,0,255],"count":12},{"value":5,"name":"Wald","color":[0,128,0],"count":0}]""";
        foreach (var name in (string[])["RASTERANALYSIS_CLASSES", "TIFFTAG_IMAGEDESCRIPTION"])
        {
            var path = TestRasters.Create(
                _folder.File($"{name}.tif"), new RasterSize(2, 1), PixelType.U8, [1, 2],
                change: dataset => dataset.SetMetadata(name, name.StartsWith('T') ? $"RASTERANALYSIS_CLASSES={Json}" : Json));

            var (classes, counts) = ClassifiedRasterReader.ReadClasses(path, isTrusted: false)!.Value;

            Assert.Equal([new ClassDefinition(1, "Water & sea", new RgbColor(0, 0, 255)), new ClassDefinition(5, "Wald", new RgbColor(0, 128, 0))], classes);
            Assert.Equal([new ClassCount(1, 12), new ClassCount(5, 0)], counts);
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(3000)]
    public void Many_classes_fit_the_tif_alone(int count)
    {
        IReadOnlyList<ClassDefinition> classes =
            [.. Enumerable.Range(1, count).Select(i => new ClassDefinition(i, $"Class number {i}", new RgbColor((byte)(i % 256), (byte)(i / 256), 7)))];
        var profile = ClassifiedRasterProfile.For(classes);
        var size = new RasterSize(30, 10);
        var grid = new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt);
        var section = TestRasters.Create(_folder.File("s.tif"), size, PixelType.U16, TestRasters.Ramp(300, 1));

        ClassifiedRasterAssembler.Assemble(
            Target, grid, profile, [new SectionRaster(section, PixelWindow.Whole(size))], [], new Dictionary<string, string>(), null, CancellationToken.None);
        File.Delete(Target + ".aux.xml");

        Assert.Equal(PixelType.U16, profile.PixelType);
        Assert.Equal(classes, ClassifiedRasterReader.ReadClasses(Target, isTrusted: false)!.Value.Classes);
        Assert.Equal(TestRasters.Ramp(300, 1), TestRasters.ReadBand(Target));
        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        Assert.Equal((44, 1, 7), ColorOf(dataset.Band(1), 300));
        Assert.Equal(65535, dataset.Band(1).NoData);
    }

    [Fact]
    public void A_raster_of_32_bits_has_overviews_of_the_classes_and_NoData()
    {
        const long Large = 4294967293;
        var profile = ClassifiedRasterProfile.For([new ClassDefinition(Large, "Large", new RgbColor(1, 2, 3)), new ClassDefinition(3, "Small", new RgbColor(4, 5, 6))]);
        var size = new RasterSize(700, 700);
        double[] pixels = [.. Enumerable.Range(0, 490000).Select(i => i % 3 == 0 ? Large : i % 3 == 1 ? 3 : (double)profile.NoData)];
        var section = TestRasters.Create(_folder.File("s.tif"), size, PixelType.U32, pixels);

        ClassifiedRasterAssembler.Assemble(
            Target, new RasterGrid(size, TestRasters.Utm, null), profile, [new SectionRaster(section, PixelWindow.Whole(size))], [],
            new Dictionary<string, string>(), null, CancellationToken.None);

        using var dataset = GdalDataset.Open(Target, isTrusted: false);
        Assert.Equal(profile.NoData, dataset.Band(1).NoData);
        Assert.Equal(pixels, TestRasters.ReadBand(dataset));
        Assert.Empty(TestRasters.ReadBand(dataset, 1, 0).Except([Large, 3, profile.NoData]));
        Assert.Equal(Large, ClassifiedRasterReader.ReadClasses(Target, isTrusted: false)!.Value.Classes[0].Value);
    }

    [Fact]
    public void Assemble_where_no_section_lies_is_NoData()
    {
        var section = TestRasters.Create(_folder.File("s & <1>.tif"), new RasterSize(2, 1), PixelType.U8, [1, 5]);
        var size = new RasterSize(3, 2);

        ClassifiedRasterAssembler.Assemble(
            Target, new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), ClassifiedRasterProfile.For(Classes),
            [new SectionRaster(section, new PixelWindow(1, 1, 2, 1))], [], new Dictionary<string, string>(), null, CancellationToken.None);

        Assert.Equal([255, 255, 255, 255, 1, 5], TestRasters.ReadBand(Target));
    }

    [Fact]
    public void Assemble_of_a_missing_section_throws_and_leaves_nothing()
    {
        var size = new RasterSize(3, 2);

        Assert.Throws<GdalException>(() => ClassifiedRasterAssembler.Assemble(
            Target, new RasterGrid(size, TestRasters.Utm, null), ClassifiedRasterProfile.For(Classes),
            [new SectionRaster(_folder.File("gone.tif"), PixelWindow.Whole(size))], [], new Dictionary<string, string>(), null, CancellationToken.None));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Assemble_that_is_cancelled_on_the_way_throws_and_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var size = new RasterSize(2100, 2050);

        Assert.Throws<OperationCanceledException>(() => Assemble(
            new RasterGrid(size, TestRasters.Utm, null), Checkerboard(size), _ => cancellation.Cancel(), cancellation.Token));

        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path), file => file.Contains("classes", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_grows_to_one_and_its_failure_comes_through()
    {
        var size = new RasterSize(600, 600);
        var shares = new List<double>();

        Assemble(new RasterGrid(size, TestRasters.Utm, null), Checkerboard(size), shares.Add);

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.Throws<InvalidTimeZoneException>(() => Assemble(
            new RasterGrid(size, TestRasters.Utm, null), Checkerboard(size), _ => throw new InvalidTimeZoneException()));
    }

    [Fact]
    public void ReadClasses_of_any_other_raster_is_null()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(2, 1), PixelType.U8, [1, 2]);

        Assert.Null(ClassifiedRasterReader.ReadClasses(path, isTrusted: false));
    }

    [Theory]
    [InlineData("[{\"value\":\"x\"}]")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    public void ReadClasses_of_a_list_of_another_kind_is_refused(string list)
    {
        var path = TestRasters.Create(
            _folder.File("a.tif"), new RasterSize(2, 1), PixelType.U8, [1, 2], change: dataset => dataset.SetMetadata("RASTERANALYSIS_CLASSES", list));

        Assert.Throws<RasterAccessException>(() => ClassifiedRasterReader.ReadClasses(path, isTrusted: false));
    }

    private static byte[] Checkerboard(RasterSize size)
    {
        byte[] values = [1, 5, 9, 255];
        return [.. Enumerable.Range(0, (int)size.PixelCount).Select(i => values[((i % size.Width) + (2 * (i / size.Width))) % 4])];
    }

    private static (int Red, int Green, int Blue) ColorOf(GdalRasterBand band, int value)
    {
        Assert.NotEqual(0, LibGdal.GDALGetColorEntryAsRGB(LibGdal.GDALGetRasterColorTable(band.Handle), value, out var entry));
        return (entry.C1, entry.C2, entry.C3);
    }

    // Cuts the pixels into sections of 512 × 768, writes and assembles them.
    private void Assemble(RasterGrid grid, byte[] pixels, Action<double>? progress = null, CancellationToken? cancellationToken = null)
    {
        var sections = new List<SectionRaster>();
        for (var row = 0; row < grid.Size.Height; row += 768)
        {
            for (var column = 0; column < grid.Size.Width; column += 512)
            {
                var window = PixelWindow.Whole(grid.Size).Intersect(new PixelWindow(column, row, 512, 768));
                byte[] part = [.. Enumerable.Range(window.RowOffset, window.Height)
                    .SelectMany(y => pixels.AsSpan((y * grid.Size.Width) + window.ColumnOffset, window.Width).ToArray())];
                sections.Add(new SectionRaster(_folder.File($"section-{column}-{row}.tif"), window));
                SectionRasterWriter.Write(sections[^1].Path, grid.Crop(window), PixelType.U8, part);
            }
        }

        ClassifiedRasterAssembler.Assemble(
            Target, grid, ClassifiedRasterProfile.For(Classes), sections, [new ClassCount(1, 10), new ClassCount(5, 3_000_000_000)],
            new Dictionary<string, string> { ["RASTERANALYSIS_ORIGIN"] = "from a test" }, progress,
            cancellationToken ?? TestContext.Current.CancellationToken);
    }
}
