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
    public override string Tool => ClassifyObjectsRequest.TaskName;

    public override void PrepareAssembly(InstanceRequest.PrepareAssembly request)
    {
        // a table is put together by code that is loaded in no time
    }

    public override void Assemble(InstanceRequest.Assemble request, Action<double> progress) => ClassifiedObjectAssembler.Assemble(request, progress);

    protected override ObjectPlan Plan(InstanceRequest.Plan request, NetworkRuntimes allowed, Action<double> progress, Action<JobMessageType, string> say) =>
        new ObjectPlanner(Settings, allowed, Networks, say, Pages).Plan(request, progress);

    protected override PixelType? PixelTypeOf(ObjectPlan plan) => null;

    protected override OpenPlan Open(string path, ObjectPlan plan, OpenInputs inputs) => new OpenObjectClassification(path, plan, inputs);
}
