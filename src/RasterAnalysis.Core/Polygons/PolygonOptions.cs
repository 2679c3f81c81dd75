namespace RasterAnalysis.Polygons;

/// <summary>Which polygons are made of a class raster, and how.</summary>
/// <param name="MinimumArea">Square metres; smaller polygons are left out. 0 for none.</param>
/// <param name="Simplify">Pixels by which edges may be moved; 0 for not at all.</param>
/// <param name="Classes">Names or values of the classes whose polygons are made; empty for all.</param>
public sealed record PolygonOptions(double MinimumArea = 0, double Simplify = 0, IReadOnlyList<string>? Classes = null)
{
    private const int MostNamed = 20;

    /// <summary>The most pixels by which edges may be moved.</summary>
    public const double MostSimplify = 100;

    /// <summary>The values of the classes whose polygons are made; null for all.</summary>
    /// <param name="known">Values and names of the raster's classes.</param>
    /// <param name="errors">Takes the faults: texts that are neither the name nor the value of a class.</param>
    public IReadOnlySet<long>? Choose(IReadOnlyList<(long Value, string Name)> known, ICollection<RequestError> errors)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(errors);
        if (Classes is not { Count: > 0 })
        {
            return null;
        }

        var chosen = new HashSet<long>();
        foreach (var text in Classes)
        {
            long[] values = [.. known.Where(one => one.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(one => one.Value)];
            values = values.Length > 0 ? values : [.. known.Where(one => $"{one.Value}" == text).Select(one => one.Value)];
            chosen.UnionWith(values);
            if (values.Length == 0)
            {
                errors.Add(new RequestError("classes", $"'{text}' is no class of the raster; it has {string.Join(", ", known.Take(MostNamed).Select(one => $"{one.Value} {one.Name}"))}{(known.Count > MostNamed ? " and more" : "")}."));
            }
        }

        return chosen;
    }
}
