using System.Globalization;
using RasterAnalysis.Accuracy;
using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.BackgroundJobs.Accuracy;

/// <summary>Assesses items and draws samples of them. Pixels are read in the instances that measure areas.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AccuracyReports(AreaMeasurements measurements, IClassAreas areas, KeptAccuracy kept, IItemFiles files, TimeProvider time) : IAccuracyReports
{
    // matrices have the square of it
    private const int MostClasses = 500;

    /// <inheritdoc/>
    public AccuracyReport? Find(CatalogItem item) => kept.Find(item);

    /// <inheritdoc/>
    public Task RemoveAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        kept.Remove(item);
        return files.StoreAsync(item.Id, cancellationToken);
    }

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
        await files.StoreAsync(item.Id, cancellationToken).ConfigureAwait(false);
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
        var (assessment, counts) = AccuracyComparison.OfPoints(MapClassesOf(measured), points, found, reference.Name, withKappa);
        return new AccuracyReport(assessment, measured.SquareMetres is not null, measured.Note, counts, time.GetUtcNow());
    }

    private async Task<AccuracyReport> OfRasterAsync(CatalogItem item, ClassAreas measured, AccuracyReference reference, bool withKappa, CancellationToken cancellationToken)
    {
        ClassDefinition[] named = [.. measured.Classes.Select(c => new ClassDefinition(c.Value, c.Name, new RgbColor(0, 0, 0)))];
        var counted = await measurements.ReadAsync<IReadOnlyList<PairCount>>(
            item, (_, file) => new InstanceRequest.CompareClasses(file.Path, file.IsTrusted, reference.Path, named, reference.IsByValue), cancellationToken).ConfigureAwait(false);
        PairCount[] pairs = [.. counted.SelectMany(file => file)];
        var isKnown = measured.SquareMetres is not null && Array.TrueForAll(pairs, pair => pair.SquareMetres is not null);
        var (assessment, counts) = AccuracyComparison.OfRaster(MapClassesOf(measured), pairs, isKnown, reference.Name, withKappa);
        return new AccuracyReport(assessment, isKnown, measured.Note, counts, time.GetUtcNow());
    }

    private static MapClass[] MapClassesOf(ClassAreas measured) => [.. measured.Classes.Select(c => new MapClass(c.Value, c.Name, c.SquareMetres ?? c.Pixels))];
}
