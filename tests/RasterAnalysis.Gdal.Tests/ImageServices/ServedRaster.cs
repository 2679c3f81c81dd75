using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.ImageServices;

// A raster file as an image service would give it: gdal_translate, as a function of the library, cuts the blocks.
internal sealed class ServedRaster : IPageSource, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public ServedRaster(string file, int pageSide, bool declaresNoData = true, Func<ImageServiceRaster, ImageServiceRaster>? change = null)
    {
        _file = file;
        var info = RasterDescriber.Describe(file, isTrusted: true);
        var probe = new PixelWindow(info.Grid.Size.Width / 3, info.Grid.Size.Height / 3, Math.Min(8, info.Grid.Size.Width / 2), Math.Min(8, info.Grid.Size.Height / 2));
        var raster = new ImageServiceRaster(
            "Served", "raster", null, info.Grid.Size, info.Grid.Transform, info.Grid.Wkt is { } wkt ? new SpatialReference(null, wkt) : null,
            info.Bands.Count, info.Bands[0].PixelType, info.Bands[0].PixelType.ToString(),
            declaresNoData ? [.. info.Bands.Select(band => band.NoData)] : [], [], false, pageSide, probe, null, true);
        raster = change?.Invoke(raster) ?? raster;
        File.WriteAllText(_folder.File("service.json"), PlanJson.Write(raster));
        Cut(raster.Probe, _folder.File(ImageServiceRaster.ProbeFile));
    }

    public string Path => ImageServicePath.Of(_folder.File("service.json"));

    public string Folder => _folder.Path;

    // Blocks that were fetched, in order.
    public List<PixelWindow> Fetched { get; } = [];

    // Largest block that is given at once.
    public int Limit { get; init; } = int.MaxValue;

    // How the blocks are cut beyond the window.
    public Func<PixelWindow, string[]> Options { get; set; } = _ => [];

    public IReadOnlyList<PageFile> Fetch(string path, IReadOnlyList<PixelWindow> windows)
    {
        Assert.Equal(Path, path);
        Fetched.AddRange(windows);
        return [.. windows.SelectMany(window => PageGrid.Split(window, Limit)).Select(part =>
        {
            var file = _folder.File($"answer-{Guid.NewGuid():N}.tif");
            Cut(part, file);
            return new PageFile(part, file);
        })];
    }

    public void Dispose() => _folder.Dispose();

    private void Cut(PixelWindow window, string target)
    {
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        using var source = GdalDataset.Open(_file, isTrusted: true);
        using var errors = GdalErrorScope.Enter("Cutting", target);
        using var list = StringListHandle.Of([
            "-srcwin", Text(window.ColumnOffset), Text(window.RowOffset), Text(window.Width), Text(window.Height), .. Options(window)]);
        using var options = errors.Check("GDALTranslateOptionsNew", LibGdal.GDALTranslateOptionsNew(list, 0));
        using var cut = new GdalDataset(errors.CheckResult("GDALTranslate", LibGdal.GDALTranslate(target, source.Handle, options, out _)), target);
        cut.Complete();
    }
}
