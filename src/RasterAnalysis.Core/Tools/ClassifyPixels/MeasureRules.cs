using System.Globalization;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Decides what a job says of how sure its network was (<c>docs/reference/confidence.md</c>).</summary>
public static class MeasureRules
{
    private const string UncertainName = "Uncertain";
    private static readonly RgbColor UncertainColor = new(160, 160, 160);

    /// <summary>Chooses it.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">The network.</param>
    /// <param name="channels">What its channels stand for.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <returns>The plan, null where nothing is asked for; and the channels with the class Uncertain, where pixels may become it.</returns>
    /// <exception cref="InvalidRequestException">The network gives no scores.</exception>
    public static (MeasurePlan? Plan, ChannelMap Channels) Choose(ModelDefinition definition, NetworkProfile network, ChannelMap channels, ModelArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is { Measures.Count: 0, UncertainBelow: null })
        {
            return (null, channels);
        }

        if (!HasScores(network))
        {
            throw new InvalidRequestException(
                $"modelArguments.{(arguments.Measures.Count > 0 ? MeasureArguments.Measures : MeasureArguments.Uncertain)}",
                "The network decides the classes itself and gives no scores, so that nobody knows how sure it is; leave the argument out.");
        }

        if (arguments.UncertainBelow is not { } below)
        {
            return (new MeasurePlan(arguments.Measures, definition.Temperature, null), channels);
        }

        var value = Math.Max(0, channels.Values.Max()) + 1;
        return (
            new MeasurePlan(arguments.Measures, definition.Temperature, new UncertainRule(below, value)),
            channels with { Classes = [.. channels.Classes, new ClassDefinition(value, UncertainName, UncertainColor)] });
    }

    /// <summary>The plan, as users should know of it.</summary>
    public static string Describe(MeasurePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var bands = plan.Measures.Count > 0 ? $"A second raster says of each pixel, from 0 to 100: {string.Join(", ", plan.Measures).ToLowerInvariant()}. " : "";
        var uncertain = plan.Uncertain is { } rule ? string.Create(CultureInfo.InvariantCulture, $"Pixels whose class has a probability below {rule.Below} become the class {UncertainName} ({rule.Value}). ") : "";
        var temperature = plan.Temperature == 1 ? "The probabilities are the network's own: the .emd gives no Temperature."
            : string.Create(CultureInfo.InvariantCulture, $"The probabilities are calibrated by the .emd's Temperature of {plan.Temperature}.");
        return bands + uncertain + temperature;
    }

    /// <summary>Whether a network's output says how probable each class is.</summary>
    internal static bool HasScores(NetworkProfile network) => network.OutputKind is OutputKind.Scores or OutputKind.Probability or OutputKind.Logit;
}
