using System.Globalization;
using System.Text;
using System.Xml;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// The VRT that shows the sections of a job as one raster. It names sizes and types, so that GDAL opens a section only to read it.
internal static class SectionMosaic
{
    public static string Xml(RasterGrid grid, ClassifiedRasterProfile profile, IReadOnlyList<SectionRaster> sections, params IReadOnlyList<string> overviews) =>
        Xml(grid, [new Band("", profile.PixelType, profile.NoData)], profile.PixelType, sections, overviews);

    // Bands of the sections, of whose samples the type is given, from the first band that is named on.
    public static string Xml(
        RasterGrid grid, IReadOnlyList<Band> bands, PixelType sectionType, IReadOnlyList<SectionRaster> sections, IReadOnlyList<string> overviews, int firstBand = 1)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment }))
        {
            xml.WriteStartElement("VRTDataset");
            xml.WriteAttributeString("rasterXSize", Text(grid.Size.Width));
            xml.WriteAttributeString("rasterYSize", Text(grid.Size.Height));
            foreach (var (number, band) in bands.Index())
            {
                WriteBand(xml, number + 1, band, sectionType, sections, firstBand + number, overviews);
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void WriteBand(
        XmlWriter xml, int number, Band band, PixelType sectionType, IReadOnlyList<SectionRaster> sections, int sectionBand, IReadOnlyList<string> overviews)
    {
        xml.WriteStartElement("VRTRasterBand");
        xml.WriteAttributeString("dataType", TypeName(band.Type));
        xml.WriteAttributeString("band", Text(number));
        if (band.Name.Length > 0)
        {
            xml.WriteElementString("Description", band.Name);
        }

        xml.WriteElementString("NoDataValue", Text(band.NoData));
        foreach (var section in sections)
        {
            WriteSource(xml, section, sectionType, sectionBand);
        }

        foreach (var overview in overviews)
        {
            xml.WriteStartElement("Overview");
            WriteFile(xml, overview, number);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSource(XmlWriter xml, SectionRaster section, PixelType type, int band)
    {
        var window = section.Window;
        xml.WriteStartElement("SimpleSource");
        WriteFile(xml, section.Path, band);
        xml.WriteStartElement("SourceProperties");
        xml.WriteAttributeString("RasterXSize", Text(window.Width));
        xml.WriteAttributeString("RasterYSize", Text(window.Height));
        xml.WriteAttributeString("DataType", TypeName(type));
        xml.WriteAttributeString("BlockXSize", Text(SectionRasterWriter.BlockSize));
        xml.WriteAttributeString("BlockYSize", Text(SectionRasterWriter.BlockSize));
        xml.WriteEndElement();
        WriteRectangle(xml, "SrcRect", window with { ColumnOffset = 0, RowOffset = 0 });
        WriteRectangle(xml, "DstRect", window);
        xml.WriteEndElement();
    }

    private static void WriteFile(XmlWriter xml, string path, int band)
    {
        xml.WriteStartElement("SourceFilename");
        xml.WriteAttributeString("relativeToVRT", "0");
        xml.WriteString(Path.GetFullPath(path));
        xml.WriteEndElement();
        xml.WriteElementString("SourceBand", Text(band));
    }

    private static void WriteRectangle(XmlWriter xml, string name, PixelWindow window)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("xOff", Text(window.ColumnOffset));
        xml.WriteAttributeString("yOff", Text(window.RowOffset));
        xml.WriteAttributeString("xSize", Text(window.Width));
        xml.WriteAttributeString("ySize", Text(window.Height));
        xml.WriteEndElement();
    }

    // GDALGetDataTypeName spells the types as the enum does, less its prefix.
    private static string TypeName(PixelType type) => PixelTypeMap.ToGdal(type).ToString()["GDT_".Length..];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // A band of the mosaic; without a name it has none.
    internal readonly record struct Band(string Name, PixelType Type, long NoData);
}
