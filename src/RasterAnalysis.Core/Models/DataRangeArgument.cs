using System.Globalization;

namespace RasterAnalysis.Models;

/// <summary>The job argument <c>data_range</c>.</summary>
/// <param name="Range">The range to map onto; null for <c>none</c>.</param>
public readonly record struct DataRangeArgument(ValueRange? Range)
{
    /// <summary>Reads <c>none</c> or <c>lo,hi</c>.</summary>
    /// <returns>The argument; null when the text is neither.</returns>
    public static DataRangeArgument? Parse(string text)
    {
        if (text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return new DataRangeArgument(null);
        }

        var parts = text.Trim('[', ']', '(', ')', ' ').Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Number(parts[0]) is { } low && Number(parts[1]) is { } high && low < high
            ? new DataRangeArgument(new ValueRange(low, high))
            : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
