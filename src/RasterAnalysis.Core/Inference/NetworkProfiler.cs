using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Inference;

/// <summary>
/// Finds out how a network is fed and read: from its signature, from what the definition says, and from trial runs where the file leaves
/// things open (<c>docs/reference/dlpk-and-emd.md#networks</c>). Refuses networks that classify no pixels, saying what they are.
/// </summary>
public static class NetworkProfiler
{
    /// <summary>Side of the trial tile for networks of any size when the definition names none.</summary>
    public const int DefaultTileSize = 256;

    private const int LeastSide = 8;
    private const int MostBatch = 64;

    /// <summary>Profiles a loaded network.</summary>
    /// <param name="session">The network; it is run a few times.</param>
    /// <param name="model">Its graph; null when it is not known, and then nothing is said about tiles being exact.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <exception cref="ModelPackageException">The network is no pixel classifier, cannot be run, or does not fit the definition.</exception>
    public static NetworkProfile Profile(INetworkSession session, OnnxModel? model, ModelDefinition definition, ICollection<string> warnings)
    {
        ModelTaskRules.Require(definition, ModelTask.PixelClassification);
        var input = NetworkInputs.Select(session.Signature);
        var output = OutputSelector.Select(session.Signature, definition, warnings);
        var declared = NetworkInputs.Declared(input, model, definition, warnings);
        WarnAboutSize(definition, declared[0].Height, declared[0].Width, warnings);
        var trials = new NetworkTrials(session, model, definition, output);
        var first = trials.First(declared.SelectMany(axes => Shapes(axes, trials, output, model, definition)), declared.Any(axes => axes.IsFree));
        RefuseRandom(model, first.Facts, output.Name);
        foreach (var warning in first.Warnings)
        {
            warnings.Add(warning);
        }

        var freedom = NetworkFreedom.Find(trials, first, declared.First(axes => axes.Layout == first.Shape.Layout && axes.Bands == first.Shape.Bands), warnings);
        var kind = OutputKindRules.Of(output, first.Axes.Channels, definition, first.Values);
        var areProbabilities = kind == OutputKind.Scores
            && (OutputKindRules.SumToOne(first.Values, first.Axes) || (model is not null && LastSigmoid.Ends(model.Graph, output.Name)));
        return new NetworkProfile(
            input.Name, input.ElementType, first.Shape.Layout, first.Shape.Bands, freedom.Batch, freedom.Height, freedom.Width, output.Name, kind, first.Axes.Layout,
            first.Axes.Channels, first.Geometry.Crop, first.Geometry.Stride, areProbabilities, first.Geometry.Locality,
            DecidedChannels: kind == OutputKind.ClassIds && model is not null && first.Facts is { } facts ? LastArgMax.Channels(model.Graph, facts, output.Name) : null);
    }

    private static void RefuseRandom(OnnxModel? model, LocalityFacts? facts, string output)
    {
        if (model is not null && facts is not null && RandomNodes.Behind(model.Graph, facts.Random, output) is { } node)
        {
            var reason = facts.Breaks.FirstOrDefault(at => at.Node == node.ToString())?.Reason;
            throw new ModelPackageException(
                $"The network's {node} {reason}: the same pixels would get other classes in each run. Export it in inference mode, which is model.eval() in torch.");
        }
    }

    /// <summary>Shapes of input that may go through, the likeliest first.</summary>
    private static IEnumerable<TrialShape> Shapes(DeclaredInput axes, NetworkTrials trials, NetworkTensor output, OnnxModel? model, ModelDefinition definition)
    {
        var likely = new TrialShape(
            axes.Layout, axes.Batch ?? 1, axes.Bands, axes.Height ?? definition.ImageHeight ?? DefaultTileSize, axes.Width ?? definition.ImageWidth ?? DefaultTileSize);
        TrialShape OfSide(int side) => likely with { Height = axes.Height ?? side, Width = axes.Width ?? side };

        // the batch of the example is often left in a reshape near the end
        int[] written = axes.Batch is null ? [output.Dimensions is [var first, ..] ? first : 0, definition.BatchSize ?? 0] : [];
        int[] batches = [likely.Batch, .. written.Where(batch => batch is > 1 and <= MostBatch).Distinct()];
        var sides = output.Dimensions.Where(length => length >= LeastSide).Append(DefaultTileSize).Concat(TrialSizes.Of(model));
        IEnumerable<TrialShape> sizes = [likely, .. axes.IsFree ? sides.Select(OfSide) : []];
        return sizes.SelectMany(size => batches.Select(batch => size with { Batch = batch }))
            .SelectMany(shape => axes.IsFree && trials.Analyze(shape, isFree: true) is { } facts
                ? [shape with { Height = axes.Height ?? facts.Fit(shape.Height), Width = axes.Width ?? facts.Fit(shape.Width) }, shape] : new[] { shape });
    }

    private static void WarnAboutSize(ModelDefinition definition, int? height, int? width, ICollection<string> warnings)
    {
        if ((height is { } h && definition.ImageHeight is { } eh && h != eh) || (width is { } w && definition.ImageWidth is { } ew && w != ew))
        {
            warnings.Add(
                $"The .emd says {definition.ImageWidth}×{definition.ImageHeight} pixels, but the network takes {width}×{height}; the network's size is used.");
        }
    }
}
