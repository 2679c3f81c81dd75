using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// Views of small rasters, taken apart again.
internal static class Rendered
{
    private static readonly GdalRasterRenderer Renderer = new();

    // The whole of a raster that TestRasters made, with one picture pixel for each of its own unless a size is given.
    public static RenderRequest Whole(RasterSize size, RenderFormat format, RasterFunction? function = null, RasterSize? shown = null) => new(
        TestRasters.Utm.ExtentOf(size), null, shown ?? size, format) { Function = function };

    public static RenderedImage Image(string path, RenderRequest request) =>
        Renderer.Render(new RasterSource(path, IsTrusted: false), request, TestContext.Current.CancellationToken);

    // One array for each band of what was rendered.
    public static double[][] Planes(string path, RenderRequest request) => Planes(Image(path, request));

    public static double[][] Planes(RenderedImage image)
    {
        using var folder = new TempFolder();
        var file = folder.File("decoded");
        File.WriteAllBytes(file, image.Content);
        using var dataset = GdalDataset.Open(file, isTrusted: true);
        return dataset is { DriverName: "PNG", BandCount: 1 } && LibGdal.GDALGetRasterColorTable(dataset.Band(1).Handle) is not 0 and var table
            ? Colours(TestRasters.ReadBand(dataset), table)
            : [.. Enumerable.Range(1, dataset.BandCount).Select(band => TestRasters.ReadBand(dataset, band))];
    }

    // Red, green, blue and opacity of a picture with a palette.
    private static double[][] Colours(double[] indexes, nint table)
    {
        var entries = indexes.Select(index =>
        {
            _ = LibGdal.GDALGetColorEntryAsRGB(table, (int)index, out var entry);
            return entry;
        }).ToArray();
        return
        [
            [.. entries.Select(entry => (double)entry.C1)], [.. entries.Select(entry => (double)entry.C2)],
            [.. entries.Select(entry => (double)entry.C3)], [.. entries.Select(entry => (double)entry.C4)],
        ];
    }
}
