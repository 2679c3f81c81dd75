using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Pixels;

/// <summary>
/// One run of a network over a whole raster, mirrored at its borders, by ONNX Runtime alone: what tiles must add up to. None of the service's code
/// takes part.
/// </summary>
internal static class WholeRun
{
    /// <summary>Classifies the raster.</summary>
    /// <param name="network">ONNX file with one input in NCHW of any size.</param>
    /// <param name="bands">Bands.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sample">Value as the network sees it, by band, row and column.</param>
    /// <param name="margin">Pixels by which the raster is mirrored at the left and the top; at least as many at the right and the bottom.</param>
    /// <param name="stride">The whole is made a multiple of this many pixels.</param>
    /// <returns>The lowest channel with the highest score, by row and column.</returns>
    public static int[,] Classify(byte[] network, int bands, int width, int height, Func<int, int, int, float> sample, int margin, int stride)
    {
        var (columns, rows) = (RoundUp(width + (2 * margin), stride), RoundUp(height + (2 * margin), stride));
        var input = new float[bands * rows * columns];
        for (var i = 0; i < input.Length; i++)
        {
            var (band, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
            input[i] = sample(band, Mirrored.Index(row - margin, height), Mirrored.Index(column - margin, width));
        }

        using var options = new SessionOptions();
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(network, options);
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, bands, rows, columns]);
        using var run = new RunOptions();
        using var results = session.Run(run, [session.InputNames[0]], [tensor], [session.OutputNames[0]]);
        var scores = results[0].GetTensorDataAsSpan<float>();
        var channels = scores.Length / (rows * columns);
        var classes = new int[height, width];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var at = ((row + margin) * columns) + column + margin;
                for (var channel = 1; channel < channels; channel++)
                {
                    if (scores[(channel * rows * columns) + at] > scores[(classes[row, column] * rows * columns) + at])
                    {
                        classes[row, column] = channel;
                    }
                }
            }
        }

        return classes;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
