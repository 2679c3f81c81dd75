namespace RasterAnalysis.Worker.Tests;

/// <summary>Compares what a job gave with plain arithmetic.</summary>
internal static class Pixels
{
    /// <summary>Size and every pixel are as expected.</summary>
    public static void AssertEvery(double[,] output, int width, int height, Func<int, int, double> expected, string what = "")
    {
        Assert.Equal((height, width), (output.GetLength(0), output.GetLength(1)));
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var value = expected(row, column);
                Assert.True(output[row, column] == value, $"{what} {width}×{height}: ({row}, {column}) is {output[row, column]}, not {value}");
            }
        }
    }
}
