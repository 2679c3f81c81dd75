using System.Globalization;

namespace RasterAnalysis.Accuracy;

/// <summary>Makes assessments of what was found at points, or pixel by pixel.</summary>
public static class AccuracyComparison
{
    /// <summary>Compares a map with points.</summary>
    /// <param name="classes">The classes of the map.</param>
    /// <param name="points">The points, with what is there.</param>
    /// <param name="found">What each raster of the map has at each point; of several the first that has a class there counts.</param>
    /// <param name="name">Name of the points' file.</param>
    /// <param name="withKappa">Whether kappa is wanted.</param>
    /// <exception cref="InvalidRequestException">Field <c>reference</c>: no point lies on a class of the map.</exception>
    public static (AccuracyAssessment Assessment, ReferenceCounts Counts) OfPoints(
        IReadOnlyList<MapClass> classes, ReferencePoints points, IReadOnlyList<IReadOnlyList<PointClass>> found, string name, bool withKappa)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(points);
        var places = classes.Index().ToDictionary(c => c.Item.Value, c => c.Index);
        var counts = new long[classes.Count, classes.Count];
        var (compared, outside, noData) = (0L, 0L, 0L);
        for (var i = 0; i < points.Values.Length; i++)
        {
            var here = found.Select(file => file[i]).FirstOrDefault(one => one.Value is not null, found.Select(file => file[i]).FirstOrDefault(one => one.IsInside));
            if (here.Value is { } value && places.TryGetValue(value, out var row))
            {
                counts[row, places[points.Values[i]]]++;
                compared++;
            }
            else if (here.IsInside)
            {
                noData++;
            }
            else
            {
                outside++;
            }
        }

        return compared > 0
            ? (StratifiedEstimator.FromSamples(classes, counts, withKappa), new ReferenceCounts(name, false, compared, outside, noData, points.Unlabelled))
            : throw new InvalidRequestException(
                "reference",
                $"has {points.Values.Length} points with a class, but {outside} lie beside the raster and {noData} where it has no class. Look whether crs names the coordinate system of the points.");
    }

    /// <summary>Compares a map with a raster, every pixel of it.</summary>
    /// <param name="classes">The classes of the map; their areas do not matter.</param>
    /// <param name="pairs">What was counted.</param>
    /// <param name="inSquareMetres">Whether areas are square metres, which those of all pairs have then.</param>
    /// <param name="name">Name of the raster's file.</param>
    /// <param name="withKappa">Whether kappa is wanted.</param>
    public static (AccuracyAssessment Assessment, ReferenceCounts Counts) OfRaster(
        IReadOnlyList<MapClass> classes, IReadOnlyList<PairCount> pairs, bool inSquareMetres, string name, bool withKappa)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(pairs);
        var places = classes.Index().ToDictionary(c => c.Item.Value, c => c.Index);
        var (counts, sizes) = (new long[places.Count, places.Count], new double[places.Count, places.Count]);
        foreach (var pair in pairs.Where(pair => pair.Reference is not null))
        {
            counts[places[pair.Map], places[pair.Reference!.Value]] += pair.Pixels;
            sizes[places[pair.Map], places[pair.Reference!.Value]] += inSquareMetres ? pair.SquareMetres!.Value : pair.Pixels;
        }

        MapClass[] compared = [.. classes.Select((c, i) => c with { Area = Enumerable.Range(0, places.Count).Sum(j => sizes[i, j]) })];
        var left = pairs.Where(pair => pair.Reference is null).Sum(pair => pair.Pixels);
        var all = pairs.Sum(pair => pair.Pixels);
        var assessment = StratifiedEstimator.FromCensus(compared, counts, sizes, withKappa);
        return (
            left == 0 ? assessment : assessment with
            {
                Warnings = [string.Create(
                    CultureInfo.InvariantCulture, $"The reference has no class for {100.0 * left / all:0.##} % of the pixels that have one in the raster: accuracies and areas are of the others alone.")],
            },
            new ReferenceCounts(name, true, all - left, 0, left, 0));
    }
}
