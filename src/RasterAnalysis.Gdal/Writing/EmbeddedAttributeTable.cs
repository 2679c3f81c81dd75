using System.Globalization;
using System.Text;
using System.Xml.Linq;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Models;
using RasterAnalysis.Tools.ClassifyPixels;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>
/// The attribute table inside the TIFF, where GDAL from 3.12 on reads it: an item of the metadata tag, with <c>role="rat"</c>, whose content is XML. Older
/// versions write texts alone there, so they are given a text of the same length, whose place the table then takes: no byte of the file moves, and it
/// stays the cloud-optimised file that it was.
/// </summary>
internal sealed class EmbeddedAttributeTable
{
    private const int FirstToWriteItself = 3_12_00_00;
    private const string Item = "DEFAULT_RASTER_ATTRIBUTE_TABLE";
    private const string Role = " role=\"rat\"";
    private const byte Filler = (byte)'.';
    private readonly byte[] _xml;

    private EmbeddedAttributeTable(byte[] xml) => _xml = xml;

    /// <summary>Bytes that it takes in the metadata tag.</summary>
    public int Length => _xml.Length + Role.Length;

    /// <summary>The table of a classified raster; null where this GDAL writes it by itself.</summary>
    public static EmbeddedAttributeTable? Of(IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts, SectionAreas? areas = null) =>
        int.Parse(LibGdal.GDALVersionInfo("VERSION_NUM")!, CultureInfo.InvariantCulture) >= FirstToWriteItself ? null : new(Encoding.UTF8.GetBytes(ToXml(classes, counts, areas)));

    /// <summary>Keeps the place.</summary>
    public void Reserve(GdalRasterBand band) => band.SetMetadata(Item, new string((char)Filler, Length));

    /// <summary>Puts the table in its place. Where GDAL has put the metadata elsewhere, nothing is done.</summary>
    /// <param name="path">The finished file, closed.</param>
    public void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (GdalMetadataTag.Find(file) is not { } tag)
        {
            return;
        }

        var text = new byte[tag.Length];
        file.Position = tag.Offset;
        file.ReadExactly(text);
        byte[] filler = [(byte)'>', .. Enumerable.Repeat(Filler, Length)];
        var at = text.AsSpan().IndexOf(filler);
        if (at >= 0)
        {
            file.Position = tag.Offset + at;
            file.Write([.. Encoding.UTF8.GetBytes(Role), (byte)'>', .. _xml]);
        }
    }

    // as GDALRasterAttributeTable writes itself, without blanks between the elements
    private static string ToXml(IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts, SectionAreas? areas)
    {
        var countOf = counts.ToDictionary(count => count.Value, count => count.Count);
        (string Name, int Type, int Usage)[] columns =
        [
            ("Value", ClassTables.TypeOfValues(classes), GFU_MinMax), ("ClassName", GFT_String, GFU_Name), ("Red", GFT_Integer, GFU_Red),
            ("Green", GFT_Integer, GFU_Green), ("Blue", GFT_Integer, GFU_Blue), ("Count", GFT_Real, GFU_PixelCount),
            .. areas is null ? [] : ((string, int, int)[])[(ClassTables.AreaColumn, GFT_Real, GFU_Generic)],
        ];
        var table = new XElement(
            "GDALRasterAttributeTable",
            new XAttribute("tableType", "thematic"),
            columns.Select((column, index) => new XElement(
                "FieldDefn", new XAttribute("index", index), new XElement("Name", column.Name), new XElement("Type", column.Type), new XElement("Usage", column.Usage))),
            classes.Select((c, index) => new XElement(
                "Row",
                new XAttribute("index", index),
                ((object[])[
                    c.Value, Printable(c.Name), c.Color.Red, c.Color.Green, c.Color.Blue, countOf.GetValueOrDefault(c.Value), .. areas is null ? [] : (object[])[areas.Of(c.Value)],
                ]).Select(cell => new XElement("F", cell)))));
        return table.ToString(SaveOptions.DisableFormatting);
    }

    // XML 1.0 has no other control characters
    private static string Printable(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.Value is < ' ' or 0xFFFE or 0xFFFF ? " " : rune.ToString()));
}
