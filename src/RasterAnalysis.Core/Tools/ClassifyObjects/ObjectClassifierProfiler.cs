using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Finds out how a network that classifies small images is fed and read: from its signature, from what the definition says, and from one run over nothing.</summary>
public static class ObjectClassifierProfiler
{
    // what networks over images are trained with where nobody says another
    private const int DefaultSide = 224;

    private static readonly TensorElementType[] Numbers = [TensorElementType.Float, TensorElementType.Float16, TensorElementType.Double];

    /// <summary>Profiles a loaded network.</summary>
    /// <param name="session">The network; it is run once.</param>
    /// <param name="model">Its graph; null when it is not known.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="tileSize">The side of images that is asked for; null for the definition's.</param>
    /// <param name="warnings">Receives what was guessed or left aside.</param>
    /// <returns>How it is fed, with the size of its images in place of what is free.</returns>
    /// <exception cref="ModelPackageException">The network is no such classifier, cannot be run, or does not fit the definition.</exception>
    public static NetworkProfile Profile(INetworkSession session, OnnxModel? model, ModelDefinition definition, int? tileSize, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(definition);
        ModelTaskRules.Require(definition, ModelTask.ObjectClassification);
        if (definition.Classes.Count < 2)
        {
            throw new ModelPackageException($"Classes of the .emd lists {definition.Classes.Count} classes; a network that classifies objects chooses among two or more, in the order of the list.");
        }

        var input = NetworkInputs.Select(session.Signature);
        var axes = NetworkInputs.Declared(input, model, definition, warnings)[0];
        if (tileSize is not null && axes is { Height: not null, Width: not null })
        {
            warnings.Add($"tile_size is not used: the network takes images of {axes.Width}×{axes.Height} pixels and no others.");
        }

        var (height, width) = (axes.Height ?? tileSize ?? definition.ImageHeight ?? DefaultSide, axes.Width ?? tileSize ?? definition.ImageWidth ?? DefaultSide);
        var batch = axes.Batch ?? 1;
        int[] shape = axes.Layout == TensorLayout.Nchw ? [batch, axes.Bands, height, width] : [batch, height, width, axes.Bands];
        var outputs = DetectorLayoutRules.WithShapes(session.Signature, NetworkTrial.Run(session, shape, "image")).Outputs;
        var output = Choose(outputs, definition, batch);
        return new NetworkProfile(
            input.Name, input.ElementType, axes.Layout, axes.Bands, axes.Batch, height, width, output.Name, OutputKind.Objects, TensorLayout.Nchw, definition.Classes.Count, Crop: 0);
    }

    private static NetworkTensor Choose(IReadOnlyList<NetworkTensor> outputs, ModelDefinition definition, int batch)
    {
        var classes = definition.Classes.Count;
        var all = string.Join(", ", outputs);
        if (definition.OutputName is { } name && outputs.All(output => output.Name != name))
        {
            throw new ModelPackageException($"OutputName of the .emd is '{name}', but the outputs of the network are: {all}.");
        }

        NetworkTensor[] found =
            [.. outputs.Where(output => (definition.OutputName ?? output.Name) == output.Name && Numbers.Contains(output.ElementType) && IsScores(output.Dimensions, batch, classes))];
        return found switch
        {
            [var only] => only,
            [] => throw new ModelPackageException(
                $"The network returns {all}; a network that classifies objects returns a number for each of the {classes} classes of each image, [{batch}, {classes}]. Check that Classes lists exactly the network's classes."),
            _ => throw new ModelPackageException(
                $"The network's {string.Join(" and ", found.Select(output => $"'{output.Name}'"))} can all be the scores of the classes; write into the .emd which it is, as \"OutputName\"."),
        };
    }

    /// <summary>Whether an output is one number for each class of each image; what is pooled may keep axes of one pixel.</summary>
    private static bool IsScores(IReadOnlyList<int> dimensions, int batch, int classes) =>
        dimensions.Count >= 2 && dimensions[0] == batch && dimensions[1] == classes && dimensions.Skip(2).All(length => length == 1);
}
