using System.Globalization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

// A rectangle as SQLite hands it on: its text, with all digits.
internal static class ExtentText
{
    public static Extent Read(string text)
    {
        double[] numbers = [.. text.Split(", ").Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new Extent(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
