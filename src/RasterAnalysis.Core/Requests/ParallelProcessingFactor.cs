using System.Globalization;

namespace RasterAnalysis.Requests;

/// <summary>How many processing instances a job uses at once (<c>parallelProcessingFactor</c>, <c>docs/reference/arcgis-rest-behaviour.md#context</c>).</summary>
public static class ParallelProcessingFactor
{
    /// <summary>One instance: on a processor its threads already use every core.</summary>
    public const int Default = 1;

    /// <summary>Reads the factor.</summary>
    /// <param name="text">A number, or a percentage of the instances that the service has; null for the default.</param>
    /// <param name="available">Instances that the service has.</param>
    /// <param name="note">What was changed of the wish; null when nothing was.</param>
    /// <returns>From 1 to <paramref name="available"/>.</returns>
    public static int Parse(string? text, int available, out string? note)
    {
        note = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return Default;
        }

        var isPercent = text.TrimEnd().EndsWith('%');
        if (!double.TryParse(text.Trim().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number <= 0)
        {
            note = $"context.parallelProcessingFactor '{text}' is no positive number or percentage; the default of {Default} processing instance is used.";
            return Default;
        }

        var wished = Math.Max(1, Math.Floor(isPercent ? available * number / 100 : number));
        if (wished > available)
        {
            note = $"context.parallelProcessingFactor '{text}' is more than the {available} processing instances that the service has; all of them are used.";
        }

        return (int)Math.Min(wished, available);
    }
}
