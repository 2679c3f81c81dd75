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
    public static string Xml(RasterGrid grid, ClassifiedRasterProfile profile, IReadOnlyList<SectionRaster> sections, params IReadOnlyList<string> overviews)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment }))
        {
            xml.WriteStartElement("VRTDataset");
            xml.WriteAttributeString("rasterXSize", Text(grid.Size.Width));
            xml.WriteAttributeString("rasterYSize", Text(grid.Size.Height));
            xml.WriteStartElement("VRTRasterBand");
            xml.WriteAttributeString("dataType", TypeName(profile.PixelType));
            xml.WriteAttributeString("band", "1");
            xml.WriteElementString("NoDataValue", Text(profile.NoData));
            foreach (var section in sections)
            {
                WriteSource(xml, section, profile.PixelType);
            }

            foreach (var overview in overviews)
            {
                xml.WriteStartElement("Overview");
                WriteFile(xml, overview);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void WriteSource(XmlWriter xml, SectionRaster section, PixelType type)
    {
        var window = section.Window;
        xml.WriteStartElement("SimpleSource");
        WriteFile(xml, section.Path);
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

    private static void WriteFile(XmlWriter xml, string path)
    {
        xml.WriteStartElement("SourceFilename");
        xml.WriteAttributeString("relativeToVRT", "0");
        xml.WriteString(Path.GetFullPath(path));
        xml.WriteEndElement();
        xml.WriteElementString("SourceBand", "1");
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
}
