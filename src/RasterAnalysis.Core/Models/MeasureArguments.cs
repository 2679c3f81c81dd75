namespace RasterAnalysis.Models;

/// <summary>The arguments by which a job says how sure the network was (<c>docs/reference/confidence.md</c>).</summary>
public static class MeasureArguments
{
    /// <summary>Which measures become a second raster.</summary>
    public const string Measures = "confidence";

    /// <summary>Below which probability a pixel gets the class Uncertain.</summary>
    public const string Uncertain = "uncertain_below";

    /// <summary>No measure.</summary>
    internal const string None = "none";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> Names { get; } = [Measures, Uncertain];

    /// <summary>Both, with their defaults, for tool panes.</summary>
    public static IReadOnlyList<ModelArgumentInfo> All { get; } =
    [
        new(Measures, "string", None, "Confidence raster", "none, or any of confidence, margin and entropy with commas between: a second raster with a band for each, 0 to 100."),
        new(Uncertain, "numeric", "0", "Uncertain below", "Pixels whose class has a probability below this, 0 to 1, become the class Uncertain; 0 for none."),
    ];

    /// <summary>Reads a list of measures.</summary>
    /// <returns>In their own order, each once; null where one is not known.</returns>
    internal static IReadOnlyList<ScoreMeasure>? Read(string text)
    {
        if (text.Trim().Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        var known = Enum.GetValues<ScoreMeasure>();
        return names.All(name => known.Any(measure => IsCalled(measure, name))) ? [.. known.Where(measure => names.Any(name => IsCalled(measure, name)))] : null;
    }

    private static bool IsCalled(ScoreMeasure measure, string name) => measure.ToString().Equals(name, StringComparison.OrdinalIgnoreCase);
}
