using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that classify objects.</summary>
internal sealed class ClassifyObjectsSteps(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null)
    : SectionedSteps<ObjectPlan>(settings, runtimes, pages)
{
    public override string Tool => ClassifyObjectsTool.TaskName;

    public override void PrepareAssembly(InstanceRequest.PrepareAssembly request)
    {
        // a table is put together by code that is loaded in no time
    }

    public override void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say) => ClassifiedObjectAssembler.Assemble(request, progress);

    protected override ToolPlanner<ObjectPlan> PlannerOf(NetworkRuntimes allowed, Action<JobMessageType, string> say, Action onRun) =>
        new ObjectPlanner(Settings, allowed, Networks, say, onRun, Pages);

    protected override PixelType? PixelTypeOf(ObjectPlan plan) => null;

    protected override OpenPlan Open(string path, ObjectPlan plan, OpenInputs inputs) => new OpenObjectClassification(path, plan, inputs);
}
