using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests;

public sealed class ServiceStartTests
{
    [Fact]
    public async Task Whatever_a_first_job_writes_and_reads_can_be_prepared()
    {
        await ServiceStart.PrepareSerializersAsync();
        var request = new InstanceRequest.Assemble(ClassifyPixelsTool.TaskName, "plan.json", ["0.tif"], "{}", new Dictionary<string, string>(), "result.tif");

        Assert.Equal(KindJson.Write<InstanceRequest>(request), KindJson.Write(KindJson.Read<InstanceRequest>(KindJson.Write<InstanceRequest>(request))));
        Assert.Equal(new AnalysisContext(), PlanJson.Read<AnalysisContext>(PlanJson.Write(new AnalysisContext())));
    }
}
