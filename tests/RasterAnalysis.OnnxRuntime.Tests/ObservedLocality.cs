using RasterAnalysis.Inference;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>What a running network of one band does, whatever its graph says.</summary>
/// <param name="Reach">Pixels by which an output pixel changes that lies this far from a pixel that was moved, at the most.</param>
/// <param name="IsPeriodic">Whether moving the image by the stride moves the output by as much and changes nothing else.</param>
internal sealed record ObservedLocality(int Reach, bool IsPeriodic)
{
    /// <summary>
    /// Moves single pixels in the middle of an image, at every phase, and looks how far the output changes; then moves the image by the stride and looks
    /// whether the output moves with it.
    /// </summary>
    /// <param name="session">The network; its weights are positive, so that nothing cancels out.</param>
    /// <param name="stride">The stride that is claimed.</param>
    /// <param name="radius">The radius that is claimed.</param>
    public static ObservedLocality Of(OnnxNetworkSession session, int stride, int radius)
    {
        var side = ((2 * radius) + (3 * stride)) / stride * stride + (2 * stride);
        var random = new Random(5);
        var image = Enumerable.Range(0, side * side).Select(_ => random.NextSingle()).ToArray();
        var before = session.Run(image, [1, 1, side, side], "output").Values.ToArray();
        var (middle, reach) = (side / 2 / stride * stride, 0);
        for (var phase = 0; phase < stride; phase++)
        {
            var changed = (float[])image.Clone();
            changed[((middle + phase) * side) + middle + phase] += 1000;
            var after = session.Run(changed, [1, 1, side, side], "output").Values.Span;
            for (var i = 0; i < side * side; i++)
            {
                if (after[i] != before[i])
                {
                    reach = Math.Max(reach, Math.Max(Math.Abs((i / side) - middle - phase), Math.Abs((i % side) - middle - phase)));
                }
            }
        }

        var moved = new float[side * side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                moved[(row * side) + column] = image[((row + stride) % side * side) + ((column + stride) % side)];
            }
        }

        var output = session.Run(moved, [1, 1, side, side], "output").Values.Span;
        var isPeriodic = true;
        for (var row = radius; row < side - radius - stride; row++)
        {
            for (var column = radius; column < side - radius - stride; column++)
            {
                var (there, here) = (before[((row + stride) * side) + column + stride], output[(row * side) + column]);

                // interpolation to thirds rounds differently at different places; to halves it is exact
                isPeriodic &= stride % 3 == 0 ? Math.Abs(there - here) <= 1e-5 * Math.Abs(there) : there == here;
            }
        }

        return new ObservedLocality(reach, isPeriodic);
    }
}
