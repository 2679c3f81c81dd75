using System.Globalization;
using System.Xml.Linq;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// Writes a virtual raster over a rectangle of pages. The rest of the raster is there too, but its file is not: GDAL fails when it reads there,
// where it would otherwise make up zeros.
internal static class PageVrt
{
    private const string NoFile = "a page that was not fetched";

    public static string Compose(PageFolder folder, PixelWindow pages, bool withMask)
    {
        var (grid, layout) = (folder.Grid, folder.Layout);
        var sources = SourcesOf(folder, pages).ToArray();
        var root = new XElement(
            "VRTDataset",
            new XAttribute("rasterXSize", grid.Size.Width), new XAttribute("rasterYSize", grid.Size.Height),
            grid.Wkt is null ? null : new XElement("SRS", grid.Wkt),
            new XElement("GeoTransform", grid.Transform.ToString()));
        var type = TypeName(layout.StoredType);
        for (var band = 1; band <= layout.BandCount; band++)
        {
            var number = band;
            root.Add(new XElement(
                "VRTRasterBand",
                new XAttribute("dataType", type), new XAttribute("band", band),
                folder.Raster.BandNames.ElementAtOrDefault(band - 1) is { Length: > 0 } name ? new XElement("Description", Plain(name)) : null,
                layout.NoData[band - 1] is { } noData ? new XElement("NoDataValue", Text(noData)) : null,
                new XElement("ColorInterp", layout.ColorInterpretations[band - 1]),
                sources.Select(source => Source(source.Path, number, source.Window, type))));
        }

        if (withMask)
        {
            root.Add(new XElement(
                "MaskBand",
                new XElement(
                    "VRTRasterBand", new XAttribute("dataType", "Byte"),
                    sources.Select(source => Source(source.Path, layout.BandCount + 1, source.Window, type)))));
        }

        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<(string Path, PixelWindow Window)> SourcesOf(PageFolder folder, PixelWindow pages)
    {
        var whole = PixelWindow.Whole(folder.Grid.Size);
        var read = pages.IsEmpty ? default : folder.Pages.WindowOf(pages);
        for (var row = pages.RowOffset; row < pages.RowEnd; row++)
        {
            for (var column = pages.ColumnOffset; column < pages.ColumnEnd; column++)
            {
                var window = folder.Pages.WindowOf(column, row);
                yield return (folder.FileOf(window), window);
            }
        }

        // above, below, left and right of the pages
        PixelWindow[] rest =
        [
            whole with { Height = read.RowOffset },
            whole with { RowOffset = read.RowEnd, Height = whole.Height - read.RowEnd },
            read with { ColumnOffset = 0, Width = read.ColumnOffset },
            read with { ColumnOffset = read.ColumnEnd, Width = whole.Width - read.ColumnEnd },
        ];
        foreach (var window in rest.Where(window => !window.IsEmpty))
        {
            yield return (NoFile, window);
        }
    }

    private static XElement Source(string path, int band, PixelWindow window, string type) => new(
        "SimpleSource",
        new XElement("SourceFilename", new XAttribute("relativeToVRT", 0), new XAttribute("shared", 0), path),
        new XElement("SourceBand", band),
        new XElement(
            "SourceProperties",
            new XAttribute("RasterXSize", window.Width), new XAttribute("RasterYSize", window.Height), new XAttribute("DataType", type),
            new XAttribute("BlockXSize", Writing.Sections.SectionRasterWriter.BlockSize), new XAttribute("BlockYSize", Writing.Sections.SectionRasterWriter.BlockSize)),
        Rectangle("SrcRect", window with { ColumnOffset = 0, RowOffset = 0 }),
        Rectangle("DstRect", window));

    private static XElement Rectangle(string name, PixelWindow window) => new(
        name,
        new XAttribute("xOff", window.ColumnOffset), new XAttribute("yOff", window.RowOffset),
        new XAttribute("xSize", window.Width), new XAttribute("ySize", window.Height));

    // XML has no place for control characters
    private static string Plain(string name) => new([.. name.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? ' ' : c)]);

    private static string TypeName(PixelType type) => PixelTypeMap.ToGdal(type).ToString()["GDT_".Length..];

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
