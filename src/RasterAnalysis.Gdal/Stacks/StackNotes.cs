using System.Globalization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Stacks;

/// <summary>What users should know of the values of stacks.</summary>
public static class StackNotes
{
    private const int MostStacks = 50;

    /// <summary>Says by what values are scaled.</summary>
    /// <param name="paths">Paths of rasters; those that are no stacks are left aside, and so are those that were not brought, and those beyond the first fifty.</param>
    /// <exception cref="RasterAccessException">A file cannot be opened.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var names = new Dictionary<(double Scale, double Offset, bool IsOwn), SortedSet<string>>();
        foreach (var path in paths.Where(path => PendingStacks.FootprintOf(path) is null).Take(MostStacks))
        {
            using var folder = StackFolder.TryOpen(path);
            if (folder is not { Stack.AreStored: false })
            {
                continue;
            }

            foreach (var source in folder.Sources)
            {
                foreach (var number in Enumerable.Range(1, source.Dataset.BandCount).Where(number => source.ScalingOf(number) is not (1, 0, _)))
                {
                    var scaling = source.ScalingOf(number);
                    names.TryAdd(scaling, new SortedSet<string>(StringComparer.Ordinal));
                    names[scaling].Add(source.NameOf(number) is { Length: > 0 } name ? name : source.Title);
                }
            }
        }

        return [.. names.Select(pair => string.Create(
            CultureInfo.InvariantCulture,
            $"Values of {string.Join(", ", pair.Value)} are scaled by {(pair.Key.IsOwn ? "their files" : "the STAC item")}: stored × {pair.Key.Scale:R} {(pair.Key.Offset < 0 ? '-' : '+')} {Math.Abs(pair.Key.Offset):R}. A model that was trained on stored values needs \"values\": \"stored\" beside the url."))];
    }
}
