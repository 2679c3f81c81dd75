using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tiling;

/// <summary>Chooses tile size, padding and batch for one job.</summary>
public static class TilePlanner
{
    // Every pixel network in use pools by powers of two, and by 32 at the most; vision transformers set their own fixed tile.
    private const int AssumedStride = 32;
    private const int DefaultBatchPixels = 512 * 512;

    /// <summary>Plans the tiles.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="profile">The network.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="warnings">Receives what was changed of the arguments.</param>
    /// <exception cref="InvalidRequestException">An argument does not fit the network.</exception>
    public static TilingPlan Plan(ModelDefinition definition, NetworkProfile profile, ModelArguments arguments, ICollection<string> warnings)
    {
        var width = profile.FixedWidth ?? arguments.TileSize ?? definition.ImageWidth ?? NetworkProfiler.DefaultTileSize;
        var height = profile.FixedHeight ?? arguments.TileSize ?? definition.ImageHeight ?? NetworkProfiler.DefaultTileSize;
        if (arguments.TileSize is { } size && (size != width || size != height))
        {
            warnings.Add($"tile_size {size} is not used: the network takes tiles of {width}×{height} pixels only.");
        }

        var padding = Padding(profile, arguments, Math.Min(width, height), warnings);
        var batch = profile.FixedBatch ?? arguments.BatchSize ?? definition.BatchSize
            ?? Math.Clamp(DefaultBatchPixels / checked(width * height), 1, 16);
        if (profile.FixedBatch is { } only && arguments.BatchSize is { } asked && asked != only)
        {
            warnings.Add($"batch_size {asked} is not used: the network takes {only} tiles at a time.");
        }

        return new TilingPlan(width, height, padding, Stride(width - (2 * padding), height - (2 * padding)), batch);
    }

    private static int Padding(NetworkProfile profile, ModelArguments arguments, int tile, ICollection<string> warnings)
    {
        if (profile.Crop > 0)
        {
            // the network returns only the centre: what it leaves out is the padding, and the argument is hidden (dlpk-emd 2.5)
            if (arguments.Padding is { } hidden && hidden != profile.Crop)
            {
                warnings.Add($"padding {hidden} is not used: the network itself leaves out {profile.Crop} pixels on each side.");
            }

            return profile.Crop;
        }

        var padding = arguments.Padding ?? tile / 4;
        return padding >= 0 && 2L * padding < tile
            ? padding
            : throw new InvalidRequestException(
                "modelArguments.padding", $"{padding} is not between 0 and {(tile - 1) / 2}; it must be less than half the tile of {tile} pixels.");
    }

    private static int Stride(int coreWidth, int coreHeight)
    {
        var stride = AssumedStride;
        while (coreWidth % stride != 0 || coreHeight % stride != 0)
        {
            stride /= 2;
        }

        return stride;
    }
}
