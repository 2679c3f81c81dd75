using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Hands each request to what can do it.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RequestHandler(OnnxRuntimeOptions settings) : IDisposable
{
    private OpenPlan? _open;

    public object Handle(InstanceRequest request, Action<double> progress, Action<JobMessageType, string> say) => request switch
    {
        InstanceRequest.DescribeRaster describe => RasterDescriber.Describe(describe.Path, describe.IsTrusted),
        InstanceRequest.DescribeMosaic describe => Describe(describe),
        InstanceRequest.DescribeModel describe => ModelDescriber.Describe(describe.Path, settings),
        InstanceRequest.Plan plan => new JobPlanner(settings, say).Plan(plan),
        InstanceRequest.ClassifySection section => Open(section.PlanPath).Classify(section, progress),
        InstanceRequest.Assemble assemble => SectionAssembler.Assemble(assemble, progress),
        InstanceRequest.Release => Release(),
        _ => throw new NotSupportedException($"A request of type {request.GetType().Name} is not known."),
    };

    public void Dispose() => Release();

    private static RasterInfo Describe(InstanceRequest.DescribeMosaic request)
    {
        var info = MosaicPlanner.Describe(request.Members);
        MosaicFile.Write(request.TargetPath, info.Grid, request.Members);
        return info;
    }

    private OpenPlan Open(string planPath)
    {
        if (_open?.Path != planPath)
        {
            Release();
            _open = OpenPlan.Open(planPath, settings);
        }

        return _open!;
    }

    private bool Release()
    {
        _open?.Dispose();
        _open = null;
        return true;
    }
}
