using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>A session that is told where its input lies: a raster function may look at places, a network never does.</summary>
public interface IPlacedSession : INetworkSession
{
    /// <summary>Says where the next run's tile lies.</summary>
    /// <param name="window">Its window in the processing grid, padding included.</param>
    void Place(PixelWindow window);
}
