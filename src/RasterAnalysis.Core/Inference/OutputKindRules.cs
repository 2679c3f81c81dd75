using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>Works out what the numbers of an output mean, from its type, the classes and what a trial gave.</summary>
internal static class OutputKindRules
{
    /// <summary>Chooses.</summary>
    /// <param name="output">The output that is read.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="trial">Elements that a trial gave.</param>
    /// <exception cref="ModelPackageException">One channel can be neither the classes' numbers nor the score of one class.</exception>
    public static OutputKind Of(NetworkTensor output, int channels, ModelDefinition definition, ReadOnlySpan<float> trial)
    {
        if (channels > 1)
        {
            return OutputKind.Scores;
        }

        var hasOneClass = definition.Classes.Count(c => c.Value != 0) == 1;
        if (output.ElementType is not (TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double))
        {
            return hasOneClass ? OutputKind.Mask : OutputKind.ClassIds;
        }

        if (hasOneClass)
        {
            return AreWithin(trial, 0, 1) ? OutputKind.Probability : OutputKind.Logit;
        }

        foreach (var value in trial)
        {
            if (float.IsFinite(value) && MathF.Floor(value) != value)
            {
                throw new ModelPackageException(FormattableString.Invariant(
                    $"The network has one channel, and its values, for example {value:R}, are no class numbers; the .emd lists ")
                    + $"{definition.Classes.Count(c => c.Value != 0)} classes besides the background. One score stands for exactly one class: list that one, or export the network with a channel for each class.");
            }
        }

        return OutputKind.ClassIds;
    }

    private static bool AreWithin(ReadOnlySpan<float> values, float low, float high)
    {
        foreach (var value in values)
        {
            if (!(value >= low && value <= high))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether each pixel's scores are probabilities of which one is certain to hold: not negative, with a sum of 1.</summary>
    public static bool SumToOne(ReadOnlySpan<float> values, OutputAxes axes)
    {
        var (pixels, channels) = (axes.Height * axes.Width, axes.Channels);
        var (pixelStep, channelStep) = axes.Layout == TensorLayout.Nchw ? (1, pixels) : (channels, 1);
        for (var i = 0; i < values.Length / channels; i++)
        {
            var start = (i / pixels * pixels * channels) + (i % pixels * pixelStep);
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                var value = values[start + (channel * channelStep)];
                sum += value >= 0 ? value : double.NaN;
            }

            if (!(Math.Abs(sum - 1) < 1e-3))
            {
                return false;
            }
        }

        return true;
    }
}
