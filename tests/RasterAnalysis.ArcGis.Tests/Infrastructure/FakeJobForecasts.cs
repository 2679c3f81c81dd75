using RasterAnalysis.Access;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Nothing in ArcGIS's face asks what a job would do.</summary>
internal sealed class FakeJobForecasts : IJobForecasts
{
    public Task<JobForecast> PlanAsync(JobRequest request, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
}
