using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>
/// Cuts a raster into tiles that overlap by at least the largest object, so that each is whole in the tile in whose core its centre lies. They begin at multiples of the detectors' stride, so
/// that an object lies alike in whichever tile it is seen.
/// </summary>
public static class DetectionTiling
{
    private const double SizeOfImage = 0.25;

    // of a tile's side; with less of it kept, most of the work would be done twice
    private const double LeastCore = 0.25;

    /// <summary>Plans.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">How the network is fed; its tiles have one size.</param>
    /// <param name="layout">How it is read.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="own">Those of detectors.</param>
    /// <param name="warnings">Receives what was left aside.</param>
    /// <returns>The tiles, and the side of the largest object that they overlap enough for.</returns>
    /// <exception cref="InvalidRequestException">Objects of this size do not fit into tiles of that one.</exception>
    public static (TilingPlan Tiling, int MaxObjectSize) Plan(
        ModelDefinition definition, NetworkProfile network, DetectorLayout layout, ModelArguments arguments, DetectionArguments own, ICollection<string> warnings)
    {
        var (height, width) = (network.FixedHeight!.Value, network.FixedWidth!.Value);
        var side = Math.Min(height, width);
        var size = own.MaxObjectSize ?? Math.Max(1, (int)((definition.ImageHeight ?? side) * SizeOfImage));
        var (whole, half) = (Up(size), Up((size + 1) / 2));
        if (arguments.Padding is { } given && given < (size + 1) / 2)
        {
            warnings.Add($"padding {given} is less than half of the largest object ({size} pixels, max_object_size): larger objects may be cut at the tiles' edges.");
        }

        var padding = arguments.Padding is { } asked ? Up(asked) : side - (2 * whole) >= side * LeastCore ? whole : half;
        if (side - (2 * padding) < DetectorProfiler.Stride)
        {
            var most = ((side - DetectorProfiler.Stride) / 2 / DetectorProfiler.Stride * DetectorProfiler.Stride * 2) - 1;
            throw new InvalidRequestException(
                arguments.Padding is null ? "modelArguments.max_object_size" : "modelArguments.padding",
                most > 0 ? $"Objects of {size} pixels with {padding} pixels of padding leave nothing of tiles of {width}×{height}; give a max_object_size of at most {most}, or a larger tile_size where the network takes one."
                    : $"Tiles of {width}×{height} pixels are too small to overlap; give a larger tile_size where the network takes one.");
        }

        var batch = layout.MaxBatch ?? network.FixedBatch ?? arguments.BatchSize ?? 1;
        return (new TilingPlan(width, height, padding, DetectorProfiler.Stride, batch), size);
    }

    private static int Up(int pixels) => (pixels + DetectorProfiler.Stride - 1) / DetectorProfiler.Stride * DetectorProfiler.Stride;
}
