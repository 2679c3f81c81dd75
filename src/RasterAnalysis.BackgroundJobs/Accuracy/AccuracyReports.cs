using System.Globalization;
using RasterAnalysis.Accuracy;
using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.BackgroundJobs.Accuracy;

/// <summary>Assesses items and draws samples of them. Pixels are read in the instances that measure areas.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AccuracyReports(AreaMeasurements measurements, IClassAreas areas, KeptAccuracy kept, TimeProvider time) : IAccuracyReports
{
    // matrices have the square of it
    private const int MostClasses = 500;

    /// <inheritdoc/>
    public AccuracyReport? Find(CatalogItem item) => kept.Find(item);

    /// <inheritdoc/>
    public void Remove(CatalogItem item) => kept.Remove(item);

    /// <inheritdoc/>
    public async Task<AccuracyReport> AssessAsync(CatalogItem item, AccuracyReference reference, bool withKappa, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(reference);
        var stamp = KeptAreas.StampOf(item);
        var measured = await ClassesAsync(item, cancellationToken).ConfigureAwait(false);
        var classes = new ReferenceClasses([.. measured.Classes.Select(c => (c.Value, c.Name))]);
        var report = ReferenceFile.ReadPoints(reference, classes) is { } points
            ? await OfPointsAsync(item, measured, points, reference, withKappa, cancellationToken).ConfigureAwait(false)
            : await OfRasterAsync(item, measured, reference, withKappa, cancellationToken).ConfigureAwait(false);
        kept.Write(item, report, stamp);
        return report;
    }

    /// <inheritdoc/>
    public async Task<ClassSample> SampleAsync(CatalogItem item, SampleDesign design, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(design);
        var measured = await ClassesAsync(item, cancellationToken).ConfigureAwait(false);
        var there = measured.Classes.Where(c => c.Pixels > 0).ToArray();
        long[] pixels = [.. there.Select(c => c.Pixels)];
        var least = Math.Max(design.MinimumPerClass, design.PointsPerClass ?? 0);
        if ((long)least * there.Length > SampleDesign.MostPoints)
        {
            throw new InvalidRequestException(
                design.PointsPerClass is null ? "minimumPerClass" : "pointsPerClass", $"is {least} for {there.Length} classes; at most {SampleDesign.MostPoints} points are drawn.");
        }

        var wanted = SampleAllocation.Proportional(pixels, design.Points ?? 0, least);
        var wantedOf = there.Zip(wanted).ToDictionary(pair => pair.First.Value, pair => pair.Second);
        var drawn = await measurements.ReadAsync<IReadOnlyList<SampledPlace>>(
            item, (number, file) => new InstanceRequest.DrawSample(file.Path, file.IsTrusted, wantedOf, design.Seed, number, design.IsInRasterSystem), cancellationToken).ConfigureAwait(false);
        var wkt = item.Raster!.Grid.Wkt;
        return new ClassSample(
            [.. drawn.SelectMany(places => places).GroupBy(place => place.Value).SelectMany(places => places.OrderBy(place => place.Order).Take(wantedOf[places.Key])).OrderBy(place => place.Order)],
            there.ToDictionary(c => c.Value, c => c.Name),
            wkt is null ? null : design.IsInRasterSystem ? new SpatialReference(null, wkt) : SpatialReference.Wgs84,
            [
                .. there.Zip(wanted).Where(pair => pair.Second < least).Select(pair =>
                    string.Create(CultureInfo.InvariantCulture, $"The class {pair.First.Name} has {pair.First.Pixels} pixels, so all of them are drawn.")),
            ]);
    }

    private async Task<ClassAreas> ClassesAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        var measured = await areas.OfAsync(item, cancellationToken).ConfigureAwait(false);
        return measured.Classes.Count <= MostClasses ? measured
            : throw new InvalidRequestException("id", $"The item '{item.Id}' has {measured.Classes.Count} classes; accuracy is of rasters with at most {MostClasses}.");
    }

    private async Task<AccuracyReport> OfPointsAsync(
        CatalogItem item, ClassAreas measured, ReferencePoints points, AccuracyReference reference, bool withKappa, CancellationToken cancellationToken)
    {
        var found = await measurements.ReadAsync<IReadOnlyList<PointClass>>(
            item, (_, file) => new InstanceRequest.ReadClassesAt(file.Path, file.IsTrusted, points.X, points.Y, points.Reference), cancellationToken).ConfigureAwait(false);
        var isKnown = measured.SquareMetres is not null;
        MapClass[] classes = [.. measured.Classes.Select(c => new MapClass(c.Value, c.Name, c.SquareMetres ?? c.Pixels))];
        var places = classes.Index().ToDictionary(c => c.Item.Value, c => c.Index);
        var counts = new long[classes.Length, classes.Length];
        var (compared, outside, noData) = (0L, 0L, 0L);
        for (var i = 0; i < points.Values.Length; i++)
        {
            // of the rasters of a mosaic the first that has a class there
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

        if (compared == 0)
        {
            throw new InvalidRequestException(
                "reference",
                $"has {points.Values.Length} points with a class, but {outside} lie beside the raster and {noData} where it has no class. Look whether crs names the coordinate system of the points.");
        }

        return new AccuracyReport(
            StratifiedEstimator.FromSamples(classes, counts, withKappa), isKnown, measured.Note,
            new ReferenceCounts(reference.Name, false, compared, outside, noData, points.Unlabelled), time.GetUtcNow());
    }

    private async Task<AccuracyReport> OfRasterAsync(CatalogItem item, ClassAreas measured, AccuracyReference reference, bool withKappa, CancellationToken cancellationToken)
    {
        ClassDefinition[] named = [.. measured.Classes.Select(c => new ClassDefinition(c.Value, c.Name, new RgbColor(0, 0, 0)))];
        var counted = await measurements.ReadAsync<IReadOnlyList<PairCount>>(
            item, (_, file) => new InstanceRequest.CompareClasses(file.Path, file.IsTrusted, reference.Path, named, reference.IsByValue), cancellationToken).ConfigureAwait(false);
        PairCount[] pairs = [.. counted.SelectMany(file => file)];
        var isKnown = measured.SquareMetres is not null && Array.TrueForAll(pairs, pair => pair.SquareMetres is not null);
        var places = measured.Classes.Index().ToDictionary(c => c.Item.Value, c => c.Index);
        var (counts, sizes) = (new long[places.Count, places.Count], new double[places.Count, places.Count]);
        foreach (var pair in pairs.Where(pair => pair.Reference is not null))
        {
            counts[places[pair.Map], places[pair.Reference!.Value]] += pair.Pixels;
            sizes[places[pair.Map], places[pair.Reference!.Value]] += isKnown ? pair.SquareMetres!.Value : pair.Pixels;
        }

        MapClass[] classes =
        [
            .. measured.Classes.Select((c, i) => new MapClass(c.Value, c.Name, Enumerable.Range(0, places.Count).Sum(j => sizes[i, j]))),
        ];
        var left = pairs.Where(pair => pair.Reference is null).Sum(pair => pair.Pixels);
        var all = pairs.Sum(pair => pair.Pixels);
        var assessment = StratifiedEstimator.FromCensus(classes, counts, sizes, withKappa);
        return new AccuracyReport(
            left == 0 ? assessment : assessment with
            {
                Warnings = [string.Create(
                    CultureInfo.InvariantCulture, $"The reference has no class for {100.0 * left / all:0.##} % of the pixels that have one in the raster: accuracies and areas are of the others alone.")],
            },
            isKnown, measured.Note, new ReferenceCounts(reference.Name, true, all - left, 0, left, 0), time.GetUtcNow());
    }
}
