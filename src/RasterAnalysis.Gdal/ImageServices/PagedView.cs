using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// Something that reads from a rectangle of an image service's pages, opened anew when other pages are needed. One thread, as GDAL requires.
internal sealed class PagedView<T>(PageFolder folder, IPageSource source, Func<PixelWindow, T> open) : IDisposable
    where T : class, IDisposable
{
    // pages around those that are asked for, which may be read without opening anew once they are there
    private const int Around = 2;

    private PixelWindow _pages;
    private T? _view;

    // Fetches the pages of a window.
    public void Ensure(PixelWindow window) => folder.Ensure(folder.Pages.PagesOf(window), source);

    // A view of which the pixels of the window may be read. It stays this object's.
    public T For(PixelWindow window)
    {
        Ensure(window);
        var pages = folder.Pages.PagesOf(window);
        if (_view is null || !_pages.Contains(pages))
        {
            Close();
            _pages = pages.Expand(Around).Intersect(folder.Pages.All);
            _view = open(_pages);
        }

        return _view;
    }

    // GDAL remembers a page that it did not find.
    public void Close()
    {
        _view?.Dispose();
        _view = null;
    }

    public void Dispose() => Close();
}
