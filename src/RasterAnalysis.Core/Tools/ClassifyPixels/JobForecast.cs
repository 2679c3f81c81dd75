using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What a job would do.</summary>
/// <param name="Parts">The rasters that it would make: one, or one for each raster of a mosaic that is not classified as a whole.</param>
/// <param name="Messages">What its planning would tell the user, in order.</param>
/// <param name="Instances">Processing instances that it would have at once.</param>
/// <param name="DiskBytes">Bytes that it may need on the disk of the data folder while it runs.</param>
public sealed record JobForecast(IReadOnlyList<JobForecast.Part> Parts, IReadOnlyList<JobMessage> Messages, int Instances, long DiskBytes)
{
    /// <summary>How long the network will need; null where its speed was not measured when its package came in.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Pixels of the outputs.</summary>
    public long Pixels => Parts.Sum(part => part.Plan.Grid.OutputWindow.PixelCount);

    /// <summary>Tiles that go through the network; fewer where a mask or NoData leaves nothing of one.</summary>
    public long Tiles => Parts.Sum(part => part.Tiles);

    /// <summary>Pixels that go through the network, those of the padding and of each flip and turn included.</summary>
    public long PixelsThroughNetwork => Parts.Sum(part => part.PixelsThroughNetwork);

    /// <summary>This with the time that the network will need, at a speed that was measured.</summary>
    public JobForecast At(TileTime? speed) => speed is not { Milliseconds: > 0 } ? this : this with
    {
        Time = TimeSpan.FromMilliseconds(speed.Milliseconds * PixelsThroughNetwork / ((double)speed.TileWidth * speed.TileHeight * speed.Tiles)),
    };

    /// <summary>One raster that the job would make.</summary>
    /// <param name="Name">Name of the input raster; empty where the job makes one alone.</param>
    /// <param name="Plan">Its plan.</param>
    public sealed record Part(string Name, ClassificationPlan Plan)
    {
        /// <summary>See <see cref="JobForecast.Tiles"/>.</summary>
        public long Tiles => Plan.Sections.Sum(section => SectionTiles.Count(Plan.Tiling, Plan.InGrid(section)));

        /// <summary>See <see cref="JobForecast.PixelsThroughNetwork"/>.</summary>
        public long PixelsThroughNetwork => Tiles * Plan.Tiling.TileWidth * Plan.Tiling.TileHeight * (Plan.Augmentation?.Turns.Count ?? 1);

        /// <summary>The raster's grid.</summary>
        public RasterGrid Grid => Plan.Grid.OutputGrid;
    }
}
