using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Detection;

/// <summary>Finds out how a detector is fed and read: from its signature, from what the definition says, and from one run over nothing, which tells the shapes that the file leaves open.</summary>
public static class DetectorProfiler
{
    /// <summary>Side of the tiles of a network that takes any, in pixels, where nobody names one.</summary>
    public const int DefaultTileSize = 640;

    /// <summary>Tiles of a network that takes any size are multiples of this, and begin at multiples: what detectors shrink their image by at the most, as a rule.</summary>
    public const int Stride = 32;

    /// <summary>Profiles a loaded network.</summary>
    /// <param name="session">The network; it is run once.</param>
    /// <param name="model">Its graph; null when it is not known.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="tileSize">The side of tiles that is asked for; null for the definition's.</param>
    /// <param name="warnings">Receives what was guessed or left aside.</param>
    /// <returns>How it is fed, with the sizes of its tiles in place of those that are free, and how its outputs are read.</returns>
    /// <exception cref="ModelPackageException">The network is no detector, cannot be run, or does not fit the definition.</exception>
    public static (NetworkProfile Network, DetectorLayout Layout) Profile(
        INetworkSession session, OnnxModel? model, ModelDefinition definition, int? tileSize, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(definition);
        ModelTaskRules.Require(definition, ModelTask.ObjectDetection, ModelTask.InstanceSegmentation);
        var input = NetworkInputs.Select(session.Signature);
        var axes = NetworkInputs.Declared(input, model, definition, warnings)[0];
        if (tileSize is not null && axes is { Height: not null, Width: not null })
        {
            warnings.Add($"tile_size is not used: the network takes tiles of {axes.Width}×{axes.Height} pixels and no others.");
        }

        var (height, width) = (axes.Height ?? Fit(tileSize ?? definition.ImageHeight), axes.Width ?? Fit(tileSize ?? definition.ImageWidth));
        var batch = axes.Batch ?? 1;
        int[] shape = axes.Layout == TensorLayout.Nchw ? [batch, axes.Bands, height, width] : [batch, height, width, axes.Bands];
        var outputs = NetworkTrial.Run(session, shape, "tile");
        var layout = DetectorLayoutRules.Choose(DetectorLayoutRules.WithShapes(session.Signature, outputs), definition);
        if (layout.MaxBatch is { } most && axes.Batch > most)
        {
            throw new ModelPackageException($"The network takes {axes.Batch} images at a time and does not say which of its objects are of which; export it for one image.");
        }

        var profile = new NetworkProfile(
            input.Name, input.ElementType, axes.Layout, axes.Bands, axes.Batch, height, width, layout.OutputNames[0], OutputKind.Objects, TensorLayout.Nchw, layout.Classes, Crop: 0);
        return (profile, layout);
    }

    private static int Fit(int? side) => ((side ?? DefaultTileSize) + Stride - 1) / Stride * Stride;
}
