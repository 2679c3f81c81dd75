using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>Takes the candidates of one run, and keeps those that are objects.</summary>
internal sealed class ObjectSink(DetectorLayout layout, float threshold, int images, int height, int width)
{
    // what rounding adds to a probability
    private const float MostScore = 1.001f;
    private readonly List<DetectedObject>[] _found = [.. Enumerable.Range(0, images).Select(_ => new List<DetectedObject>())];
    private readonly long[] _notNumbers = new long[images];
    private readonly long[] _withoutMask = new long[images];

    /// <summary>Images in the batch.</summary>
    public int Images => images;

    /// <summary>Rows of each image.</summary>
    public int Height => height;

    /// <summary>Columns of each image.</summary>
    public int Width => width;

    /// <summary>Whether a candidate is sure enough; counts those whose score is no number.</summary>
    /// <param name="image">Its image.</param>
    /// <param name="score">Its score.</param>
    /// <exception cref="ModelPackageException">The score is no probability.</exception>
    public bool IsObject(int image, float score)
    {
        if (!float.IsFinite(score))
        {
            _notNumbers[image]++;
            return false;
        }

        return score <= MostScore ? score >= threshold : throw new ModelPackageException(FormattableString.Invariant(
            $"The network gave an object the score {score:R}, and scores are from 0 to 1: its outputs are not laid out as {layout.Family}, or end without a sigmoid. Write DetectorLayout into the .emd, or export it with scores."));
    }

    /// <summary>Adds a candidate that is sure enough.</summary>
    /// <param name="image">Its image.</param>
    /// <param name="label">Number of its class as the network says it.</param>
    /// <param name="score">Its score.</param>
    /// <param name="box">Its box. One without an area is none, such as those that fill up fixed numbers of candidates.</param>
    /// <param name="trace">Makes its mask; null for none.</param>
    /// <exception cref="ModelPackageException">The class is not in the definition.</exception>
    public void Add(int image, float label, float score, RotatedBox box, Func<RotatedBox, IReadOnlyList<PixelRing>>? trace = null)
    {
        if (!(double.IsFinite(box.CenterX) && double.IsFinite(box.CenterY) && double.IsFinite(box.Width) && double.IsFinite(box.Height) && double.IsFinite(box.Angle)))
        {
            _notNumbers[image]++;
            return;
        }

        if (!(box.Width > 0 && box.Height > 0))
        {
            return;
        }

        var place = label - layout.FirstLabel;
        if (!(place >= 0 && place < layout.Classes && MathF.Floor(place) == place))
        {
            throw new ModelPackageException(FormattableString.Invariant(
                $"The network gave an object the class {label:R}, and the {layout.Classes} classes of the .emd are {layout.FirstLabel} to {layout.FirstLabel + layout.Classes - 1} of its output: list all of its classes in their order."));
        }

        var mask = trace?.Invoke(box);
        if (mask is [])
        {
            _withoutMask[image]++;
            return;
        }

        _found[image].Add(new DetectedObject((int)place, Math.Clamp(score, 0, 1), box, mask));
    }

    /// <summary>Checks the shape of an output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="name">Its place in the layout.</param>
    /// <param name="expected">Its axes; −1 for any length.</param>
    /// <exception cref="InferenceException">It has another shape.</exception>
    public void Check(NetworkOutput output, int name, params ReadOnlySpan<int> expected)
    {
        var fits = output.Dimensions.Count == expected.Length;
        for (var axis = 0; fits && axis < expected.Length; axis++)
        {
            fits = expected[axis] < 0 || output.Dimensions[axis] == expected[axis];
        }

        if (!fits)
        {
            var wanted = string.Join(", ", expected.ToArray().Select(length => length < 0 ? "n" : $"{length}"));
            throw new InferenceException(
                $"The network's output '{layout.OutputNames[name]}' has the shape [{string.Join(", ", output.Dimensions)}], and of the layout {layout.Family} it must be [{wanted}].");
        }
    }

    /// <summary>What was found.</summary>
    public IReadOnlyList<DecodedImage> Finish() => [.. _found.Select((objects, image) => new DecodedImage(objects, _notNumbers[image], _withoutMask[image]))];
}
