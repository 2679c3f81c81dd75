namespace RasterAnalysis.Rasters;

/// <summary>The grid on which a job works, and the part of it that is the output.</summary>
/// <param name="ProcessingGrid">
/// Covers the whole input, so that the network sees real pixels around a smaller output; the input's own grid unless
/// <paramref name="IsWarped"/>.
/// </param>
/// <param name="OutputWindow">The output's pixels in <paramref name="ProcessingGrid"/>.</param>
/// <param name="IsWarped">Whether the input is projected or resampled onto the processing grid.</param>
public sealed record GridPlan(RasterGrid ProcessingGrid, PixelWindow OutputWindow, bool IsWarped)
{
    /// <summary>The grid of the output raster.</summary>
    public RasterGrid OutputGrid => ProcessingGrid.Crop(OutputWindow);
}
