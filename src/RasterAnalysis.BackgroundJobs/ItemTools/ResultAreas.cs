using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Measures the classes of results of jobs about items.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ResultAreas(KeptAreas areas)
{
    private const double MeasuredPercent = 99;

    /// <summary>Measures the classes of a result and keeps their areas with it. A result whose areas cannot be had is a result nevertheless: the job then has a warning.</summary>
    /// <param name="run">The run.</param>
    /// <param name="item">The published result.</param>
    /// <param name="from">Progress in per cent when it begins.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where they cannot be had.</returns>
    public async Task<ClassAreas?> MeasureAsync(ItemJob run, CatalogItem item, double from, CancellationToken cancellationToken)
    {
        try
        {
            var measured = areas.Find(item) ?? await AreaMeasurements.MeasureAsync(
                item, measure => run.CallAsync<ClassAreas>("Measuring the areas", ServiceTracing.Areas, measure, from, MeasuredPercent, cancellationToken));
            areas.Write(item, measured);
            return measured;
        }
        catch (RasterAnalysisException exception)
        {
            await run.SayAsync(JobMessageType.Warning, $"The areas of the classes could not be measured: {exception.Message}", cancellationToken);
            return null;
        }
    }
}
