using RasterAnalysis.Files;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// The folder of one image service in a job's scratch: its description, what its pages look like, and the pages that were fetched so far.
internal sealed class PageFolder
{
    private readonly string _folder;

    private PageFolder(string path, string folder, ImageServiceRaster raster, PageLayout layout)
    {
        Path = path;
        _folder = folder;
        Raster = raster;
        Layout = layout;
        Pages = new PageGrid(raster.Size, raster.PageSide);
        Grid = new RasterGrid(
            raster.Size, raster.Transform, raster.SpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "inputRaster") : null);
    }

    // As in ImageServicePath.
    public string Path { get; }

    public ImageServiceRaster Raster { get; }

    public PageLayout Layout { get; }

    public PageGrid Pages { get; }

    public RasterGrid Grid { get; }

    // Null when the path is one of a file.
    public static PageFolder? TryOpen(string path)
    {
        if (ImageServicePath.FileOf(path) is not { } file)
        {
            return null;
        }

        GdalRuntime.Initialize();
        var folder = System.IO.Path.GetDirectoryName(file)!;
        var raster = PlanJson.Read<ImageServiceRaster>(File.ReadAllText(file));
        return new PageFolder(path, folder, raster, LayoutOf(folder, raster));
    }

    // To look at, not to read: no page need be there. Files are opened as they are.
    public static GdalDataset OpenHeader(string path, bool isTrusted) =>
        TryOpen(path) is { } folder ? folder.OpenDataset(default) : GdalDataset.Open(path, isTrusted);

    // The whole service as a virtual raster of which some pages may be read; reading any other pixel fails.
    public GdalDataset OpenDataset(PixelWindow pages, bool withMask = true) => GdalDataset.Open(PageVrt.Compose(this, pages, withMask), isTrusted: true);

    public string FileOf(PixelWindow window) => System.IO.Path.Combine(_folder, ImageServiceRaster.PageFileName(window));

    // Makes sure that the pages are there: fetches those that are not.
    public void Ensure(PixelWindow pages, IPageSource source)
    {
        const int atOnce = 16;
        foreach (var chunk in Missing(pages).Chunk(atOnce))
        {
            var answers = source.Fetch(Path, chunk);
            foreach (var page in chunk)
            {
                Make(page, [.. answers.Where(answer => page.Contains(answer.Window))]);
            }
        }
    }

    private IEnumerable<PixelWindow> Missing(PixelWindow pages)
    {
        for (var row = pages.RowOffset; row < pages.RowEnd; row++)
        {
            for (var column = pages.ColumnOffset; column < pages.ColumnEnd; column++)
            {
                var window = Pages.WindowOf(column, row);
                if (!File.Exists(FileOf(window)))
                {
                    yield return window;
                }
            }
        }
    }

    // An answer that makes no page is not kept: a later try asks again.
    private void Make(PixelWindow page, IReadOnlyList<PageFile> answers)
    {
        try
        {
            PageWriter.Write(FileOf(page), Raster, Layout, page, answers);
        }
        catch (RasterAccessException) when (File.Exists(FileOf(page)))
        {
            // another instance was quicker, and has taken the answers away, or there were none to give any more
        }
        finally
        {
            foreach (var answer in answers)
            {
                File.Delete(answer.Path);
            }
        }
    }

    // Several instances may decide it at the same time, from the same answer: they decide the same.
    private static PageLayout LayoutOf(string folder, ImageServiceRaster raster)
    {
        var file = System.IO.Path.Combine(folder, PageLayout.FileName);
        if (File.Exists(file))
        {
            return PlanJson.Read<PageLayout>(File.ReadAllText(file));
        }

        using var probe = PageAnswer.Open(raster, new PageFile(raster.Probe, System.IO.Path.Combine(folder, ImageServiceRaster.ProbeFile)));
        var layout = probe.Layout();
        WholeFile.Write(file, PlanJson.Write(layout));
        return layout;
    }
}
