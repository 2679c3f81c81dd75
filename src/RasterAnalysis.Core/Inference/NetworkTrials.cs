using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>Runs a network on shapes of input until one goes through and gives an image.</summary>
/// <param name="session">The network.</param>
/// <param name="model">Its graph; null when it is not known.</param>
/// <param name="definition">The model definition.</param>
/// <param name="output">The output that is read.</param>
internal sealed class NetworkTrials(INetworkSession session, OnnxModel? model, ModelDefinition definition, NetworkTensor output)
{
    // Each takes a moment, and what has failed so often has no size that could be guessed.
    private const int MostTrials = 24;

    private (InferenceException Failure, TrialShape Shape)? _failure;
    private ModelPackageException? _reason;
    private TrialShape? _returned;
    private int _refusals;

    /// <summary>The first shape that goes through.</summary>
    /// <param name="shapes">Shapes in the order in which they are likely.</param>
    /// <param name="isFree">Whether tiles of other sizes may be tried.</param>
    /// <exception cref="ModelPackageException">None does; the text says why the first did not.</exception>
    public NetworkReading First(IEnumerable<TrialShape> shapes, bool isFree)
    {
        // what runs and gives no image does so at any size
        var refused = new HashSet<(TensorLayout, int, int)>();
        foreach (var shape in shapes.Distinct().Take(MostTrials).Where(shape => !refused.Contains((shape.Layout, shape.Batch, shape.Bands))))
        {
            _returned = null;
            var before = _refusals;
            if (TryRead(shape, isFree) is { } reading)
            {
                return reading;
            }

            // but for one that always gives the size for which it was made
            if (isFree && _returned is { } returned && returned != shape && TryRead(returned, isFree) is { } other)
            {
                return other;
            }

            if (_refusals > before)
            {
                refused.Add((shape.Layout, shape.Batch, shape.Bands));
            }
        }

        if (_reason is not null)
        {
            throw _reason;
        }

        var (failure, first) = _failure!.Value;
        throw new ModelPackageException(
            $"The network cannot be run on {first.Batch} tile{(first.Batch == 1 ? "" : "s")} of {first.Width}×{first.Height} pixels with {first.Bands} band{(first.Bands == 1 ? "" : "s")}. "
            + $"If it was made for another size, say which in ImageWidth and ImageHeight of the .emd. {failure.Message}", failure);
    }

    /// <summary>Reads one shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="isFree">Whether it is a size among others, so that its analysis may be one of a size that fits.</param>
    /// <param name="tiles">Numbers of the tiles; none for 0, 1 and so on.</param>
    /// <returns>Null when it does not go through.</returns>
    public NetworkReading? TryRead(TrialShape shape, bool isFree, params ReadOnlySpan<int> tiles)
    {
        var facts = Analyze(shape, isFree);
        NetworkOutput result;
        try
        {
            int[] numbers = tiles.Length > 0 ? [.. tiles] : [.. Enumerable.Range(0, shape.Batch)];
            result = session.Run(shape.Pixels(numbers), shape.Dimensions, output.Name);
        }
        catch (InferenceException exception)
        {
            _failure ??= (exception, shape);
            return null;
        }

        var warnings = new List<string>();
        if (OutputAxes.Of(result.Dimensions, shape, definition) is not { } axes || axes.Count * shape.Batch != result.Values.Length)
        {
            Refuse(new ModelPackageException(
                $"The network returned {result.Dimensions.Count} axes ({string.Join(", ", result.Dimensions)}) as {output.Name} for {shape.Batch} tile{(shape.Batch == 1 ? "" : "s")} of "
                + $"{shape.Width}×{shape.Height} pixels; a pixel classifier returns an image, so this network classifies or describes whole tiles."));
            return null;
        }

        try
        {
            var geometry = OutputGeometry.Of(
                definition, facts, facts?.Outputs.GetValueOrDefault(output.Name), (shape.Height, shape.Width), (axes.Height, axes.Width), warnings);
            return new NetworkReading(shape, facts, axes, geometry, result.Values.ToArray(), warnings);
        }
        catch (ModelPackageException exception)
        {
            Refuse(exception);
            _returned = shape with { Height = axes.Height, Width = axes.Width };
            return null;
        }
    }

    private void Refuse(ModelPackageException reason)
    {
        _reason ??= reason;
        _refusals++;
    }

    /// <summary>What the graph says at a shape; null when it is not known.</summary>
    public LocalityFacts? Analyze(TrialShape shape, bool isFree) => model is null ? null : LocalityInspector.TryAnalyze(
        model, session.Signature.Inputs[0].Name, shape.Layout, (shape.Batch, shape.Bands, shape.Height, shape.Width), !isFree);
}
