using System.Globalization;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.BackgroundJobs.Areas;

/// <summary>Areas in a sentence, for the messages of a job.</summary>
internal static class AreaWords
{
    private const int MostClasses = 20;

    /// <summary>The largest classes first, each with its area and share.</summary>
    public static string Of(ClassAreas areas)
    {
        var there = areas.Classes.Where(c => c.Pixels > 0).OrderByDescending(areas.ShareOf).ToArray();
        if (there.Length == 0)
        {
            return "No pixel of the result has a class.";
        }

        var names = there.Take(MostClasses).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {Size(c, areas.Largest)} ({areas.ShareOf(c) * 100:0.0} %)"));
        var more = there.Length > MostClasses ? $" and {there.Length - MostClasses} smaller ones" : "";
        return $"Areas: {string.Join(", ", names)}{more}.{(areas.SquareMetres is null ? $" {areas.Note}" : "")}";
    }

    private static string Size(ClassArea area, double largest) =>
        area.SquareMetres is { } known ? AreaText.Of(known, largest) : string.Create(CultureInfo.InvariantCulture, $"{area.Pixels:N0} pixels");
}
