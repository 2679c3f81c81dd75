using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>One plain run of a network of 4 channels over a whole raster, mirrored at its borders.</summary>
internal static class MirroredRun
{
    private const int Margin = 8;
    private const int Channels = 4;

    /// <summary>The channel of the highest score of each pixel, row by row.</summary>
    /// <param name="network">Full path of an ONNX file with a Float input NCHW.</param>
    /// <param name="raster">The raster.</param>
    /// <param name="change">Changes each sample first.</param>
    /// <param name="channels">Channels that may win, from the first.</param>
    public static uint[,] Highest(string network, CaseRaster raster, Func<float, float>? change = null, int channels = Channels)
    {
        var (height, width) = (raster.Height + (2 * Margin), raster.Width + (2 * Margin));
        var input = new float[raster.Bands * height * width];
        for (var i = 0; i < input.Length; i++)
        {
            var value = raster[
                i / (height * width), Mirrored.Index((i / width % height) - Margin, raster.Height), Mirrored.Index((i % width) - Margin, raster.Width)];
            input[i] = change?.Invoke(value) ?? value;
        }

        using var session = new InferenceSession(network);
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, raster.Bands, height, width]);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputNames[0]], [tensor], [session.OutputNames[0]]);
        var scores = results[0].GetTensorDataAsSpan<float>();
        var best = new uint[raster.Height, raster.Width];
        for (var row = 0; row < raster.Height; row++)
        {
            for (var column = 0; column < raster.Width; column++)
            {
                var at = ((row + Margin) * width) + column + Margin;
                for (var channel = 1; channel < channels; channel++)
                {
                    best[row, column] = scores[(channel * height * width) + at] > scores[((int)best[row, column] * height * width) + at] ? (uint)channel : best[row, column];
                }
            }
        }

        return best;
    }
}
