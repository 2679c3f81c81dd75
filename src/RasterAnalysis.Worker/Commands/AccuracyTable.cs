using System.Globalization;
using RasterAnalysis.Accuracy;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Worker.Commands;

/// <summary>An assessment as tables for people: the confusion matrix, accuracies, error-adjusted areas.</summary>
internal static class AccuracyTable
{
    private const int LongestName = 30;
    private const string Gap = "  ";

    /// <summary>What became of the reference, in a sentence.</summary>
    public static string Of(ReferenceCounts counts)
    {
        var unit = counts.IsRaster ? "pixels" : "points";
        (long Count, string Words)[] left =
        [
            (counts.Outside, "beside the raster"), (counts.NoData, counts.IsRaster ? "without a class in the reference" : "where the raster has no class"), (counts.Unlabelled, "without a label"),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"Compared {counts.Compared:N0} {unit} of {counts.Name}")
            + string.Concat(left.Where(one => one.Count > 0).Select(one => string.Create(CultureInfo.InvariantCulture, $"; left aside {one.Count:N0} {one.Words}"))) + ".";
    }

    /// <summary>The tables, line by line.</summary>
    /// <param name="assessment">What they show.</param>
    /// <param name="inSquareMetres">Whether areas are square metres; else they are pixels.</param>
    public static IEnumerable<string> Lines(AccuracyAssessment assessment, bool inSquareMetres)
    {
        string[] names = [.. assessment.Classes.Select(c => c.Name.Length > LongestName ? $"{c.Name[..(LongestName - 1)]}…" : c.Name)];
        var largest = assessment.Classes.Max(c => c.Area.Value) ?? 0;
        return
        [
            "Confusion matrix: a row for each class of the map, a column for each class of the reference",
            .. Table([["", .. names], .. assessment.Counts.Select((row, i) => (string[])[names[i], .. row.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))])]),
            "",
            "Accuracy, with 95 % intervals",
            .. Table([["", "user's", "producer's"], .. assessment.Classes.Select((c, i) => (string[])[names[i], Percent(c.Users), Percent(c.Producers)])]),
            $"Overall accuracy{Gap}{Percent(assessment.Overall)}",
            .. assessment.Kappa is { } kappa ? [string.Create(CultureInfo.InvariantCulture, $"Kappa{Gap}{kappa:0.000}")] : Array.Empty<string>(),
            "",
            "Error-adjusted areas, with 95 % intervals",
            .. Table([.. assessment.Classes.Select((c, i) => (string[])[names[i], Area(c.Area, largest, inSquareMetres)])]),
        ];
    }

    private static string Percent(AccuracyEstimate estimate) => estimate switch
    {
        { Value: null } => "not known",
        { Margin: { } margin } => string.Create(CultureInfo.InvariantCulture, $"{100 * estimate.Value:0.0} ± {100 * margin:0.0} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * estimate.Value:0.0} %"),
    };

    private static string Area(AccuracyEstimate area, double largest, bool inSquareMetres) => area switch
    {
        { Value: null } => "not known",
        _ when inSquareMetres => AreaText.Of(area.Value.Value, area.Margin, largest),
        { Margin: { } margin } => $"{AreaText.Between(area.Value.Value, margin)} pixels",
        _ => string.Create(CultureInfo.InvariantCulture, $"{area.Value:N0} pixels"),
    };

    // the first column to the left, numbers to the right
    private static IEnumerable<string> Table(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))));
    }
}
