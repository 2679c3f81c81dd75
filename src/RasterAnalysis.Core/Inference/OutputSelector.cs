using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>Chooses which of a network's outputs holds the classes (<c>docs/reference/dlpk-and-emd.md#networks</c>).</summary>
internal static class OutputSelector
{
    private static readonly string[] UsualNames = ["output", "logits", "out"];

    /// <summary>
    /// Chooses by the key <c>OutputName</c> of the definition; else by the number of channels, where only one output fits the classes; else by the
    /// usual names; else the first that has the axes of an image.
    /// </summary>
    /// <exception cref="ModelPackageException">No output is an image, or the definition names one that is none.</exception>
    public static NetworkTensor Select(NetworkSignature signature, ModelDefinition definition, ICollection<string> warnings)
    {
        // a trial shows whether those of fewer or more axes, or of none that are declared, are images
        var possible = signature.Outputs.Where(MayBeImage).ToArray();
        var plain = possible.Where(output => output.Dimensions.Count is 3 or 4).ToArray();
        var images = plain.Length > 0 ? plain : possible;
        if (definition.OutputName is { } named)
        {
            return possible.FirstOrDefault(output => output.Name == named) ?? throw new ModelPackageException(
                $"OutputName of the .emd is '{named}', but the outputs of the network that are images are: {List(possible)}.");
        }

        if (images.Length == 0)
        {
            throw new ModelPackageException(
                $"The network returns {string.Join(", ", signature.Outputs)}, which is no image: it classifies or describes whole tiles, not pixels.");
        }

        var fitting = images.Where(output => Fits(output, definition)).ToArray();
        var candidates = fitting.Length > 0 ? fitting : images;
        var chosen = UsualNames.Select(name => candidates.FirstOrDefault(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(output => output is not null) ?? candidates[0];
        if (images.Length > 1)
        {
            warnings.Add($"The network has {images.Length} outputs ({List(images)}); '{chosen.Name}' is read. OutputName of the .emd can name another.");
        }

        return chosen;
    }

    private static bool MayBeImage(NetworkTensor output) => output.Dimensions.Count is 0 or (>= 2 and <= 5) && output.ElementType != TensorElementType.Other;

    private static bool Fits(NetworkTensor output, ModelDefinition definition)
    {
        var classes = definition.Classes.Count;
        return output.Dimensions.Count switch
        {
            2 or 3 => classes <= 2,
            4 => IsCount(output.Dimensions[1], classes) || IsCount(output.Dimensions[3], classes),
            _ => output.Dimensions.Any(length => IsCount(length, classes)),
        };
    }

    private static bool IsCount(int channels, int classes) => channels == classes || channels == classes + 1 || (channels == 1 && classes <= 2);

    private static string List(IEnumerable<NetworkTensor> outputs) => string.Join(", ", outputs);
}
