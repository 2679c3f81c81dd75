using System.Globalization;

namespace RasterAnalysis.Gdal.Handles;

// Names of variables and of their bands, for people and for ExtractBands.
internal static class VariableNames
{
    private const int MostLength = 200;

    // A name without what no name should have in it; files may be hostile.
    public static string Shown(string name)
    {
        var cut = name.Length <= MostLength ? name : name[..MostLength] + "…";
        return string.Concat(cut.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '_' : letter));
    }

    // name: the variable's, as it is told from others. isAlone: it is the only one, so that words of an axis need no name before them.
    public static IReadOnlyList<string> OfBands(FileVariable variable, string name, bool isAlone)
    {
        // an axis of one step tells nothing apart
        List<(AxisLabels? Labels, int Count)> axes = [.. variable.BandAxes.Select(axis => (variable.Axes[axis].Size == 1 ? null : variable.LabelsOf(axis), (int)variable.Axes[axis].Size))];
        var plain = isAlone && axes.Any(axis => axis.Labels is { AreWords: true }) ? "" : Shown(name);
        var names = new List<(string Numbers, string Words)> { ("", "") };
        foreach (var (labels, count) in axes.Where(axis => axis.Count > 1))
        {
            var isTelling = labels is not null && labels.Texts.Distinct(StringComparer.OrdinalIgnoreCase).Count() == count;
            names = [.. names.SelectMany(begun => Enumerable.Range(0, count).Select(step => (
                isTelling ? begun.Numbers : string.Create(CultureInfo.InvariantCulture, $"{begun.Numbers}_{step + 1}"),
                labels is null ? begun.Words : $"{begun.Words} {labels.Texts[step]}")))];
        }

        return [.. names.Select(pair => $"{plain}{pair.Numbers}{pair.Words}".Trim())];
    }
}
