using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that detect objects.</summary>
internal sealed class DetectObjectsSteps(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null)
    : SectionedSteps<DetectionPlan>(settings, runtimes, pages)
{
    public override string Tool => DetectObjectsTool.TaskName;

    public override void PrepareAssembly(InstanceRequest.PrepareAssembly request)
    {
        // a table is put together by code that is loaded in no time
    }

    public override void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say) => ObjectAssembler.Assemble(request, progress);

    protected override ToolPlanner<DetectionPlan> PlannerOf(NetworkRuntimes allowed, Action<JobMessageType, string> say, Action onRun) =>
        new DetectionPlanner(Settings, allowed, Networks, say, Pages);

    protected override PixelType? PixelTypeOf(DetectionPlan plan) => null;

    protected override OpenPlan Open(string path, DetectionPlan plan, OpenInputs inputs) => new OpenDetection(path, plan, inputs);
}
