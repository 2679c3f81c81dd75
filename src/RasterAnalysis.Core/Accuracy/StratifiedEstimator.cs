using System.Globalization;

namespace RasterAnalysis.Accuracy;

/// <summary>
/// Accuracies and areas from a confusion matrix, with the classes of the map as strata: Olofsson, Foody, Herold, Stehman, Woodcock and Wulder, Good practices for estimating area and assessing
/// accuracy of land change, Remote Sensing of Environment 148 (2014), 42-57, equations 1 to 11.
/// </summary>
public static class StratifiedEstimator
{
    /// <summary>Samples that a stratum needs so that its variance is known.</summary>
    public const int FewestSamples = 2;

    /// <summary>Estimates from samples of which each counts as much as the others of its stratum.</summary>
    /// <param name="classes">The classes of the map and their areas.</param>
    /// <param name="counts">Samples by class of the map and class of the reference, in the order of <paramref name="classes"/>.</param>
    /// <param name="withKappa">Whether kappa is wanted.</param>
    /// <exception cref="InvalidRequestException">Field <c>reference</c>: there is no sample in any class that the map has.</exception>
    public static AccuracyAssessment FromSamples(IReadOnlyList<MapClass> classes, long[,] counts, bool withKappa = false)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(counts);
        var strata = Range(classes.Count).Select(i => new Stratum(classes[i].Area, Row(counts, i).Sum())).ToArray();
        var sampled = strata.Where(stratum => stratum.Samples > 0).Sum(stratum => stratum.Area);
        if (!(sampled > 0))
        {
            throw new InvalidRequestException("reference", "holds no sample on a pixel that has a class; the samples must lie on the raster.");
        }

        var proportions = new double[classes.Count, classes.Count];
        foreach (var (i, stratum) in strata.Index().Where(stratum => stratum.Item.Samples > 0))
        {
            for (var j = 0; j < classes.Count; j++)
            {
                proportions[i, j] = stratum.Area / sampled * counts[i, j] / stratum.Samples;
            }
        }

        var warnings = WarningsOf(classes, strata).ToArray();
        var isKnown = Array.TrueForAll(strata, stratum => stratum.Area == 0 || stratum.Samples >= FewestSamples);
        return Assess(classes, counts, proportions, sampled, new Variances(strata, counts, proportions, sampled, isKnown), withKappa, isCensus: false, warnings);
    }

    /// <summary>Takes accuracies and areas of a map of which every pixel was compared: nothing is uncertain.</summary>
    /// <param name="classes">The classes and their areas, of the pixels that were compared.</param>
    /// <param name="counts">Pixels by class of the map and class of the reference.</param>
    /// <param name="areas">Their areas, in the unit of those of <paramref name="classes"/>.</param>
    /// <param name="withKappa">Whether kappa is wanted.</param>
    /// <exception cref="InvalidRequestException">Field <c>reference</c>: no pixel has a class in both.</exception>
    public static AccuracyAssessment FromCensus(IReadOnlyList<MapClass> classes, long[,] counts, double[,] areas, bool withKappa = false)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(areas);
        var whole = areas.Cast<double>().Sum();
        if (!(whole > 0))
        {
            throw new InvalidRequestException("reference", "has no pixel with a class where the raster has one; they must cover the same ground.");
        }

        var proportions = new double[classes.Count, classes.Count];
        foreach (var (i, j) in Range(classes.Count).SelectMany(i => Range(classes.Count).Select(j => (i, j))))
        {
            proportions[i, j] = areas[i, j] / whole;
        }

        return Assess(classes, counts, proportions, whole, null, withKappa, isCensus: true, []);
    }

    private static AccuracyAssessment Assess(
        IReadOnlyList<MapClass> classes, long[,] counts, double[,] proportions, double whole, Variances? variances, bool withKappa, bool isCensus, IReadOnlyList<string> warnings)
    {
        var all = Range(classes.Count).ToArray();
        var mapShares = all.Select(i => Row(proportions, i).Sum()).ToArray();
        var referenceShares = all.Select(j => Column(proportions, j).Sum()).ToArray();
        var overall = all.Sum(i => proportions[i, i]);
        var agreed = all.Sum(i => mapShares[i] * referenceShares[i]);
        return new AccuracyAssessment(
            AccuracyEstimate.Of(overall, Error(variances, known => known.Overall()), 1),
            [
                .. all.Select(i => new ClassAccuracy(
                    classes[i].Value, classes[i].Name, classes[i].Area, Row(counts, i).Sum(), Column(counts, i).Sum(),
                    AccuracyEstimate.Of(Part(proportions[i, i], mapShares[i]), Error(variances, known => known.Users(i)), 1),
                    AccuracyEstimate.Of(Part(proportions[i, i], referenceShares[i]), Error(variances, known => known.Producers(i)), 1),
                    AccuracyEstimate.Of(referenceShares[i], Error(variances, known => known.Share(i)), 1).Times(whole))),
            ],
            [.. all.Select(i => Row(counts, i).ToArray())],
            [.. all.Select(i => Row(proportions, i).ToArray())],
            withKappa ? Part(overall - agreed, 1 - agreed) : null,
            isCensus,
            warnings);
    }

    private static IEnumerable<string> WarningsOf(IReadOnlyList<MapClass> classes, Stratum[] strata)
    {
        var whole = strata.Sum(stratum => stratum.Area);
        foreach (var (i, stratum) in strata.Index().Where(stratum => stratum.Item is { Area: > 0, Samples: < FewestSamples }))
        {
            yield return stratum.Samples == 0
                ? string.Create(
                    CultureInfo.InvariantCulture, $"The class {classes[i].Name} has no sample: the estimates leave out the {100 * stratum.Area / whole:0.##} % of the map that have it, and intervals are not known.")
                : $"The class {classes[i].Name} has one sample: intervals are not known, because each class needs {FewestSamples} or more.";
        }
    }

    private static double? Error(Variances? variances, Func<Variances, double?> variance) => variances is null ? 0 : variance(variances) is { } known ? Math.Sqrt(known) : null;

    private static double? Part(double part, double whole) => whole > 0 ? part / whole : null;

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static IEnumerable<T> Row<T>(T[,] matrix, int row) => Range(matrix.GetLength(1)).Select(column => matrix[row, column]);

    private static IEnumerable<T> Column<T>(T[,] matrix, int column) => Range(matrix.GetLength(0)).Select(row => matrix[row, column]);

    private readonly record struct Stratum(double Area, long Samples);

    // Null where a stratum has too few samples to say.
    private sealed class Variances(Stratum[] strata, long[,] counts, double[,] proportions, double sampled, bool isKnown)
    {
        // equation 5
        public double? Overall() => isKnown ? Range(strata.Length).Sum(i => Weight(i) * Weight(i) * OfPart(i, i)) : null;

        // equation 6
        public double? Users(int i) => strata[i].Samples >= FewestSamples ? OfPart(i, i) : null;

        // equation 10, of the share of the area
        public double? Share(int j) => isKnown ? Range(strata.Length).Sum(i => Weight(i) * Weight(i) * OfPart(i, j)) : null;

        // equation 7, divided by the whole area's square
        public double? Producers(int j)
        {
            var share = Column(proportions, j).Sum();
            if (!isKnown || !(share > 0))
            {
                return null;
            }

            var accuracy = proportions[j, j] / share;
            var own = Weight(j) * Weight(j) * (1 - accuracy) * (1 - accuracy) * OfPart(j, j);
            var others = Range(strata.Length).Where(i => i != j).Sum(i => Weight(i) * Weight(i) * OfPart(i, j));
            return (own + (accuracy * accuracy * others)) / (share * share);
        }

        private double Weight(int i) => strata[i].Samples > 0 ? strata[i].Area / sampled : 0;

        // of the part of a stratum's samples that are of a class
        private double OfPart(int i, int j)
        {
            if (strata[i].Samples < FewestSamples)
            {
                return 0; // of a class that the map does not have
            }

            var part = (double)counts[i, j] / strata[i].Samples;
            return part * (1 - part) / (strata[i].Samples - 1);
        }
    }
}
