using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Areas;

/// <summary>Measures items in zones, in the instances that measure whole items. Nothing is kept.</summary>
internal sealed class ZoneMeasurements(AreaMeasurements measurements, DataLayout layout) : IZoneAreas
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ZoneClassAreas>> OfAsync(CatalogItem item, ZoneRequest zones, string? table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(zones);
        AreaMeasurements.Require(item);
        if (table is not null)
        {
            return await OfAsync(item, new ZoneSource(table, zones.Where, zones.NameField), cancellationToken).ConfigureAwait(false);
        }

        // there may be many, and requests to instances are a line each
        Directory.CreateDirectory(layout.UploadFolder);
        var file = Path.Combine(layout.UploadFolder, $"{Guid.NewGuid():N}.zones");
        try
        {
            using (var given = new InputFeatureFile(file, zones.Reference))
            {
                foreach (var zone in zones.Given ?? [])
                {
                    given.Append(zone);
                }

                given.Complete();
            }

            return await OfAsync(item, new ZoneSource(File: file), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<IReadOnlyList<ZoneClassAreas>> OfAsync(CatalogItem item, ZoneSource zones, CancellationToken cancellationToken)
    {
        ClassDefinition[] classes = [.. item.Classes.Select(published => published.Definition)];
        return ZoneClassAreas.Sum(await measurements.ReadAsync<IReadOnlyList<ZoneClassAreas>>(
            item, (_, file) => new InstanceRequest.MeasureZones(file.Path, file.IsTrusted, classes, zones), cancellationToken).ConfigureAwait(false));
    }
}
