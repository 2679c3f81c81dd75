namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>
/// One axis of an image brought to another length, bilinearly; what becomes smaller is averaged with the weights of a triangle that is as much wider, as Pillow does it and torchvision's
/// <c>antialias</c>. An axis that keeps its length keeps its values.
/// </summary>
internal sealed class ResampledAxis
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <summary>Works out the weights.</summary>
    /// <param name="from">Values of the image.</param>
    /// <param name="to">Values that are made of them.</param>
    public ResampledAxis(int from, int to)
    {
        (_first, _weights) = (new int[to], new float[to][]);
        var scale = (double)from / to;
        var reach = Math.Max(scale, 1);
        for (var i = 0; i < to; i++)
        {
            var center = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(center - reach + 0.5));
            var weights = new double[Math.Min(from, (int)(center + reach + 0.5)) - first];
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = Math.Max(0, 1 - (Math.Abs(first + j + 0.5 - center) / reach));
            }

            var sum = weights.Sum();
            (_first[i], _weights[i]) = (first, [.. weights.Select(weight => (float)(weight / sum))]);
        }
    }

    /// <summary>Makes the values of one line.</summary>
    /// <param name="source">The line.</param>
    /// <param name="sourceStep">Elements from one of its values to the next.</param>
    /// <param name="target">Receives the new one.</param>
    /// <param name="targetStep">Elements from one of its values to the next.</param>
    public void Apply(ReadOnlySpan<float> source, int sourceStep, Span<float> target, int targetStep)
    {
        for (var i = 0; i < _first.Length; i++)
        {
            var (sum, at) = (0f, _first[i] * sourceStep);
            foreach (var weight in _weights[i])
            {
                sum += weight * source[at];
                at += sourceStep;
            }

            target[i * targetStep] = sum;
        }
    }
}
