using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Accuracy;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Polygons;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Zones;
using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Hands each request to what can do it.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What runs networks.</param>
/// <param name="tools">What jobs of each tool do here; disposed of with this.</param>
/// <param name="replies">Where pictures go.</param>
internal sealed class RequestHandler(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IReadOnlyList<IToolSteps> tools, ReplyWriter? replies = null) : IDisposable
{
    private readonly RasterViewer _views = new(replies);

    public object Handle(InstanceRequest request, Action<double> progress, Action<JobMessageType, string> say) => request switch
    {
        InstanceRequest.DescribeRaster describe => Describe(describe),
        InstanceRequest.ReadClasses read => ReadClasses(read),
        InstanceRequest.DescribeMosaic describe => Describe(describe),
        InstanceRequest.NeedsConversion needs => runtimes.FindConversion(needs.Path) is not null,
        InstanceRequest.ConvertModel convert => Done(() => runtimes.FindConversion(convert.Path)?.Run()),
        InstanceRequest.DescribeModel describe => ModelDescriber.Describe(describe.Path, describe.RunsPackageCode ? runtimes : runtimes.WithoutPackageCode(), settings.MaxRunMemory),
        InstanceRequest.WarmUp warmUp => ModelWarmUp.Run(warmUp.ModelPath, runtimes, settings.MaxRunMemory),
        InstanceRequest.Plan plan => StepsOf(plan).Plan(plan, progress, say),
        InstanceRequest.RunSection section => StepsOf(section).Run(section, progress),
        InstanceRequest.PrepareAssembly prepare => Done(() => StepsOf(prepare).PrepareAssembly(prepare)),
        InstanceRequest.Assemble assemble => Done(() => StepsOf(assemble).Assemble(assemble, progress, say)),
        InstanceRequest.RenderRaster render => _views.Render(render),
        InstanceRequest.PreviewModel preview => _views.Send(new ModelPreviewer(runtimes, Math.Min(settings.MaxRunMemory, ModelPreviewer.MostMemory)).Draw(preview)),
        InstanceRequest.SampleRaster sample => _views.Sample(sample),
        InstanceRequest.SummarizeRaster summarize => _views.Summarize(summarize),
        InstanceRequest.BuildOverviews build => BuildOverviews(build),
        InstanceRequest.WriteStack write => Done(() => StackFileWriter.Write(write.TargetPath, write.Path, progress)),
        InstanceRequest.MeasureAreas measure => ClassAreaReader.Measure(measure.Path, measure.IsTrusted, [.. measure.Classes.Select(c => (c.Value, c.Name))], progress),
        InstanceRequest.MeasureZones measure => ZoneAreaReader.Measure(measure.Path, measure.IsTrusted, [.. measure.Classes.Select(c => (c.Value, c.Name))], measure.Zones, progress),
        InstanceRequest.CompareSections compare => SectionComparison.Count([.. compare.SectionPaths.Zip(compare.Windows)], compare.Path, compare.IsTrusted, progress),
        InstanceRequest.ReadClassesAt read => PointClassReader.Read(read.Path, read.IsTrusted, read.X, read.Y, read.Reference),
        InstanceRequest.DrawSample draw => ClassSampler.Draw(draw.Path, draw.IsTrusted, draw.Wanted, draw.Seed, draw.Number, draw.IsInRasterSystem, progress),
        InstanceRequest.CompareClasses compare => ClassCensus.Count(
            compare.Path, compare.IsTrusted, compare.ReferencePath, [.. compare.Classes.Select(c => (c.Value, c.Name))], compare.IsByValue, progress),
        InstanceRequest.TracePolygons trace => ClassPolygonWriter.Write(
            trace.TargetPath, trace.Layer, trace.Rasters, [.. trace.Classes.Select(c => (c.Value, c.Name))], trace.Options, progress),
        InstanceRequest.SmoothClasses smooth => ClassSmoothing.Run(smooth, progress, say),
        InstanceRequest.ChangeClasses change => ClassChanging.Run(change, progress),
        InstanceRequest.Release => Done(Release),
        InstanceRequest.Rehearse => Done(() => Rehearsal.Run(request => Handle(request, progress, (_, _) => { }))),
        _ => throw new NotSupportedException($"A request of type {request.GetType().Name} is not known."),
    };

    public void Dispose()
    {
        foreach (var steps in tools)
        {
            steps.Dispose();
        }

        _views.Dispose();
    }

    private static IReadOnlyList<PublishedClass> ReadClasses(InstanceRequest.ReadClasses request)
    {
        if (ClassifiedRasterReader.ReadClasses(request.Path, request.IsTrusted) is not { } found)
        {
            return [];
        }

        var counts = found.Counts.ToLookup(count => count.Value, count => count.Count);
        return [.. found.Classes.DistinctBy(c => c.Value).Select(c => new PublishedClass(c, counts[c.Value].FirstOrDefault()))];
    }

    private static string BuildOverviews(InstanceRequest.BuildOverviews request)
    {
        // whoever looks at a picture meanwhile comes first, and this instance does nothing else
        LowPriorityThread.Enter();
        return OverviewFile.Write(request.Path, request.Folder) ?? "";
    }

    private static RasterInfo Describe(InstanceRequest.DescribeRaster request)
    {
        TruncatedTiff.Refuse(request.Path, request.IsTrusted);
        return RasterDescriber.Describe(request.Path, request.IsTrusted);
    }

    private static RasterInfo Describe(InstanceRequest.DescribeMosaic request)
    {
        var info = Mosaic.WriteIndex(request.TargetPath, request.Members).Info;
        MosaicFile.Write(request.TargetPath, info.Grid, request.Members);
        return info;
    }

    private static bool Done(Action act)
    {
        act();
        return true;
    }

    private IToolSteps StepsOf(InstanceRequest.Step request) => tools.FirstOrDefault(steps => steps.Tool == request.Tool)
        ?? throw new NotSupportedException($"This worker has no tool {request.Tool}; another version of it has.");

    private void Release()
    {
        foreach (var steps in tools)
        {
            steps.Release();
        }
    }
}
