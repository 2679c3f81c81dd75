using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// Interpolates scores of a coarse output bilinearly to the tile's own pixels, row by row. Pixels are areas: the centre of output pixel i lies at
/// <c>(i + 0.5) · stride</c> (<c>half_pixel</c> of ONNX's <c>Resize</c>). Class ids are not interpolated: each pixel takes that of the area it lies in.
/// </summary>
/// <remarks>Not thread-safe; the buffer is kept from row to row.</remarks>
internal sealed class ScoreEnlarger(NetworkProfile network)
{
    private float[] _row = [];

    /// <summary>Makes one row.</summary>
    /// <param name="scores">The tile's scores, in the network's layout.</param>
    /// <param name="rows">Rows of the output.</param>
    /// <param name="columns">Columns of the output.</param>
    /// <param name="row">Row to make, in pixels of the tile (without what the network crops).</param>
    /// <returns>Channels × columns scores of that row: <c>columns · stride</c> for each channel. Valid until the next call.</returns>
    public ReadOnlySpan<float> Row(ReadOnlySpan<float> scores, int rows, int columns, int row)
    {
        var (stride, channels) = (network.OutputStride, Math.Max(1, network.Channels));
        var width = columns * stride;
        if (_row.Length < channels * width)
        {
            _row = new float[channels * width];
        }

        var isNchw = network.OutputLayout == TensorLayout.Nchw || channels == 1;
        var (pixelStep, channelStep) = isNchw ? (1, rows * columns) : (channels, 1);
        var (top, bottom, low) = Place(row, stride, rows);
        unchecked
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var upper = scores[((channel * channelStep) + (top * columns * pixelStep))..];
                var lower = scores[((channel * channelStep) + (bottom * columns * pixelStep))..];
                var target = _row.AsSpan(channel * width, width);
                for (var column = 0; column < width; column++)
                {
                    if (network.OutputKind is OutputKind.ClassIds or OutputKind.Mask)
                    {
                        target[column] = scores[((row / stride * columns) + (column / stride)) * pixelStep];
                        continue;
                    }

                    var (left, right, share) = Place(column, stride, columns);
                    var above = Mix(Value(upper[left * pixelStep]), Value(upper[right * pixelStep]), share);
                    var below = Mix(Value(lower[left * pixelStep]), Value(lower[right * pixelStep]), share);
                    target[column] = Mix(above, below, low);
                }
            }
        }

        return _row.AsSpan(0, channels * width);
    }

    /// <summary>Probabilities are interpolated where the network returns them, whether its last sigmoid is left to it or not.</summary>
    private float Value(float score) => network.Logits is null ? score : Logistic.Sigmoid(score);

    private static float Mix(float a, float b, float share) => share == 0 ? a : a + ((b - a) * share);

    private static (int First, int Second, float Share) Place(int pixel, int stride, int count)
    {
        // in halves of a pixel and whole numbers: the share is the same wherever in a tile the pixel lies
        var place = Math.Max(0, checked((2 * pixel) + 1 - stride));
        var first = Math.Min(place / (2 * stride), count - 1);
        return (first, Math.Min(first + 1, count - 1), (place - (first * 2 * stride)) / (2f * stride));
    }
}
