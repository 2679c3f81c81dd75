using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that classify pixels.</summary>
internal sealed class ClassifyPixelsSteps(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null)
    : SectionedSteps<ClassificationPlan>(settings, runtimes, pages)
{
    public override string Tool => ClassifyPixelsTool.TaskName;

    public override void PrepareAssembly(InstanceRequest.PrepareAssembly request) => SectionAssembler.Prepare(request);

    public override void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say) =>
        SectionAssembler.Assemble(request, progress, say);

    protected override ToolPlanner<ClassificationPlan> PlannerOf(NetworkRuntimes allowed, Action<JobMessageType, string> say, Action onRun) =>
        new JobPlanner(Settings, allowed, Networks, say, Pages, onRun);

    protected override PixelType? PixelTypeOf(ClassificationPlan plan) => plan.Output.PixelType;

    protected override string? FinishOf(ClassificationPlan plan) => plan.Smoothing is { } smoothing ? PlanJson.Write(smoothing) : null;

    protected override long ScratchOf(ClassificationPlan plan)
    {
        var bytes = plan.Output.PixelType.ByteSize();
        var smoothing = plan.Smoothing is null ? 0 : ClassSmoother.ScratchBytesPerPixel + bytes;

        // bands of sections, then of the raster with its overviews
        var measures = (plan.Measures?.Measures.Count ?? 0) * (bytes + 2);
        return plan.Grid.OutputGrid.Size.PixelCount * (smoothing + measures);
    }

    protected override OpenPlan Open(string path, ClassificationPlan plan, OpenInputs inputs) => new OpenClassification(path, plan, inputs);
}
