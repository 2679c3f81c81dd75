using RasterAnalysis.Api.Items;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Api.Jobs;

/// <summary>What a job would do.</summary>
/// <param name="Pixels">Pixels of the result.</param>
/// <param name="Tiles">Tiles that go through the network; fewer where a mask or NoData leaves nothing of one.</param>
/// <param name="Sections">Sections in which the work is done.</param>
/// <param name="PixelsThroughNetwork">Pixels that go through the network, those of the padding and of each flip and turn included.</param>
/// <param name="Seconds">How long the network will need on this machine; null where its speed was not measured when its package came in.</param>
/// <param name="DiskBytes">Bytes that the job may need on the disk of the data folder while it runs.</param>
/// <param name="Instances">Processing instances that it would have at once.</param>
/// <param name="Seams">Whether its tiles give what the whole raster would give; of several rasters, of one that is not exact.</param>
/// <param name="Normalization">What is done to pixel values before the network sees them, in words.</param>
/// <param name="Rasters">The rasters that it would make: one, or one for each raster of a mosaic that is not classified as a whole.</param>
/// <param name="Messages">What its planning tells the user, in order.</param>
internal sealed record ClassifyPixelsPlanModel(
    long Pixels,
    long Tiles,
    int Sections,
    long PixelsThroughNetwork,
    double? Seconds,
    long DiskBytes,
    int Instances,
    SeamsModel? Seams,
    string Normalization,
    IReadOnlyList<PlannedRasterModel> Rasters,
    IReadOnlyList<JobMessage> Messages)
{
    public static ClassifyPixelsPlanModel From(JobForecast forecast)
    {
        var seams = forecast.Parts.Select(part => part.Plan.Seams).OfType<Tiling.SeamReport>().OrderBy(report => report.IsExact).FirstOrDefault();
        return new ClassifyPixelsPlanModel(
            forecast.Pixels, forecast.Tiles, forecast.Parts.Sum(part => part.Plan.Sections.Count), forecast.PixelsThroughNetwork, forecast.Time?.TotalSeconds, forecast.DiskBytes,
            forecast.Instances, seams is null ? null : SeamsModel.From(seams), forecast.Parts[0].Plan.Normalization.Description,
            [.. forecast.Parts.Select(PlannedRasterModel.From)], forecast.Messages);
    }
}

/// <summary>One raster that a job would make.</summary>
/// <param name="Name">Name of the raster of the mosaic that it is made of; empty where the job makes one alone.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="GeoTransform">GDAL's six coefficients.</param>
/// <param name="Extent">xmin, ymin, xmax, ymax in map units.</param>
/// <param name="PixelType">Sample type, for example U8.</param>
/// <param name="Bands">Numbers of the input's bands that the network takes, from 1, in the order in which it takes them.</param>
/// <param name="Tile">How it is cut for the network.</param>
/// <param name="Tiles">Its tiles.</param>
/// <param name="Sections">Its sections.</param>
internal sealed record PlannedRasterModel(
    string Name, int Width, int Height, IReadOnlyList<double> GeoTransform, IReadOnlyList<double> Extent, string PixelType, IReadOnlyList<int> Bands, PlannedTileModel Tile, long Tiles,
    int Sections)
{
    public static PlannedRasterModel From(JobForecast.Part part)
    {
        var (grid, tiling) = (part.Grid, part.Plan.Tiling);
        var extent = grid.Transform.ExtentOf(grid.Size);
        return new PlannedRasterModel(
            part.Name, grid.Size.Width, grid.Size.Height, grid.Transform.ToArray(), [extent.XMin, extent.YMin, extent.XMax, extent.YMax], part.Plan.Output.PixelType.ToString(),
            part.Plan.Input.Bands, new PlannedTileModel(tiling.TileWidth, tiling.TileHeight, tiling.Padding, tiling.BatchSize), part.Tiles, part.Plan.Sections.Count);
    }
}

/// <summary>How a raster is cut for the network.</summary>
/// <param name="Width">Columns of a tile, padding included.</param>
/// <param name="Height">Rows of a tile, padding included.</param>
/// <param name="Padding">Context pixels on each side of a tile that are read but not kept.</param>
/// <param name="BatchSize">Tiles in one run.</param>
internal sealed record PlannedTileModel(int Width, int Height, int Padding, int BatchSize);
