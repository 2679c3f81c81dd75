using System.Globalization;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Lists such as <c>bbox=1,2,3,4</c>.</summary>
internal static class NumberList
{
    /// <summary>The numbers between the commas; NaN for what is no finite number.</summary>
    public static double[] Parse(string text) => [.. text.Split(',').Select(ParseOne)];

    private static double ParseOne(string part) =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
}
