using System.Globalization;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>A matrix of transitions in sentences, for the messages of a job.</summary>
internal static class ChangeWords
{
    private const int MostTransitions = 10;
    private const double Hectare = 1e4;

    // areas of fewer hectares than this are said with more digits
    private const double Small = 10;

    /// <summary>How much has changed, and into what: the largest first.</summary>
    public static IEnumerable<string> Of(TransitionMatrix matrix)
    {
        var total = matrix.Total;
        if (total.Pixels == 0)
        {
            yield return matrix.Unchanged is null ? "No pixel has changed." : "No pixel has a class in both rasters.";
            yield break;
        }

        yield return matrix.Unchanged is null ? $"{Size(matrix.Changed)} changed."
            : string.Create(CultureInfo.InvariantCulture, $"{Size(matrix.Changed)} of {Size(total)} changed ({Share(matrix.Changed, total) * 100:0.0} %).");
        var changes = Changes(matrix).OrderByDescending(change => change.Area.SquareMetres ?? change.Area.Pixels).ToArray();
        if (changes.Length > 0)
        {
            var more = changes.Length > MostTransitions ? $", and {changes.Length - MostTransitions} smaller ones" : "";
            yield return $"Largest changes: {string.Join(", ", changes.Take(MostTransitions).Select(change => $"{change.Name} {Size(change.Area)}"))}{more}.";
        }

        if (matrix.Changed.SquareMetres is null)
        {
            yield return matrix.Note;
        }
    }

    private static IEnumerable<(string Name, TransitionArea Area)> Changes(TransitionMatrix matrix)
    {
        var classes = matrix.Classes;
        for (var from = 0; from < classes.From.Count; from++)
        {
            for (var to = 0; to < classes.To.Count; to++)
            {
                if (!classes.IsUnchanged(from, to) && matrix.Cells[from][to] is { Pixels: > 0 } area)
                {
                    yield return (classes.ClassOf(classes.ValueOf(from, to)!.Value).Name, area);
                }
            }
        }
    }

    private static double Share(TransitionArea part, TransitionArea whole) =>
        part.SquareMetres is { } area && whole.SquareMetres is > 0 and var all ? area / all : (double)part.Pixels / whole.Pixels;

    private static string Size(TransitionArea area) => area.SquareMetres is { } known
        ? (known / Hectare).ToString(known / Hectare < Small ? "0.####" : "N1", CultureInfo.InvariantCulture) + " ha"
        : area.Pixels.ToString("N0", CultureInfo.InvariantCulture) + " pixels";
}
