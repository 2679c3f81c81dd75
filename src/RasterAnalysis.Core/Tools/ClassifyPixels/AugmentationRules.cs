using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Decides whether a job augments its tiles and whether it returns probabilities (<c>docs/reference/model-packages.md#arguments</c>).</summary>
public static class AugmentationRules
{
    /// <summary>Chooses the flips and turns.</summary>
    /// <param name="definition">The model definition; its keys <c>test_time_augmentation</c> and <c>ImageSpaceUsed</c> count.</param>
    /// <param name="network">The network.</param>
    /// <param name="tiling">The tiles: those that are not square are not transposed.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="warnings">Receives what was left aside.</param>
    /// <returns>Null for one look at each tile.</returns>
    public static Augmentation? Choose(
        ModelDefinition definition, NetworkProfile network, TilingPlan tiling, ModelArguments arguments, ICollection<string> warnings)
    {
        if (!(arguments.TestTimeAugmentation ?? definition.TestTimeAugmentation))
        {
            return null;
        }

        if (network.OutputKind is OutputKind.ClassIds or OutputKind.Mask)
        {
            warnings.Add("test_time_augmentation is not used: the network decides the classes itself and returns no probabilities that could be merged.");
            return null;
        }

        var isSquare = tiling.TileWidth == tiling.TileHeight;
        if (!isSquare && !definition.IsPixelSpace)
        {
            warnings.Add($"The network's tiles of {tiling.TileWidth}×{tiling.TileHeight} pixels are not square, so they are flipped but not turned by a quarter.");
        }

        var turns = definition.IsPixelSpace ? TileTurn.LeftRight : TileTurn.All(isSquare);
        return new Augmentation([.. turns.Select(turn => turn.Variant)], arguments.MergePolicy ?? MergePolicy.Mean);
    }

    /// <summary>What the output raster is made of.</summary>
    /// <exception cref="InvalidRequestException">Probabilities are asked of a network that has several classes or none.</exception>
    public static ClassifiedRasterProfile Output(NetworkProfile network, ChannelMap channels, ModelArguments arguments)
    {
        if (arguments.ReturnProbabilityRaster != true)
        {
            return ClassifiedRasterProfile.For(channels.Classes);
        }

        return network.OutputKind is OutputKind.Probability or OutputKind.Logit ? ClassifiedRasterProfile.Probabilities : throw new InvalidRequestException(
            "modelArguments.return_probability_raster",
            network.OutputKind is OutputKind.ClassIds or OutputKind.Mask
                ? "The network returns classes, not probabilities; leave the argument out."
                : $"The network has {network.Channels} channels; a probability raster can be had of networks with one channel only. Leave the argument out.");
    }
}
