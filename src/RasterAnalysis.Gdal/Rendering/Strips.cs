using System.Buffers;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// Goes through a view from top to bottom in strips, so that memory does not grow with the view.
internal static class Strips
{
    private const int MaxPixels = 1 << 18;

    // A sample takes 8 bytes, some of them several times.
    private const int MaxSamples = 1 << 21;

    // Gets the window, the planes that came out of the chain (longer than the window, perhaps) and the number of pixels.
    public delegate void Taker(PixelWindow window, double[][] planes, int count);

    public static void Run(SampleView view, FunctionChain chain, Taker take, CancellationToken cancellationToken) =>
        Run(view, chain, [PixelWindow.Whole(view.Grid.Size)], take, cancellationToken);

    public static void Run(SampleView view, FunctionChain chain, IReadOnlyList<PixelWindow> windows, Taker take, CancellationToken cancellationToken)
    {
        double[][] planes = [];
        try
        {
            foreach (var whole in windows)
            {
                var stripHeight = Math.Clamp(Math.Min(MaxPixels, MaxSamples / chain.Bands.Count) / whole.Width, 1, whole.Height);
                if (planes.Length == 0 || planes[0].Length < whole.Width * stripHeight)
                {
                    Return(planes);
                    planes = [.. chain.Bands.Select(_ => ArrayPool<double>.Shared.Rent(whole.Width * stripHeight))];
                }

                for (var row = whole.RowOffset; row < whole.RowEnd; row += stripHeight)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var window = new PixelWindow(whole.ColumnOffset, row, whole.Width, Math.Min(stripHeight, whole.RowEnd - row));
                    view.Read(window, planes);
                    take(window, chain.Run(planes, new GridWindow(view.Grid, window)), (int)window.PixelCount);
                }
            }
        }
        finally
        {
            chain.Release();
            Return(planes);
        }
    }

    private static void Return(double[][] planes) => Array.ForEach(planes, plane => ArrayPool<double>.Shared.Return(plane));
}
