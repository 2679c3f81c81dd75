using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Json;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Puts the sections of a job together into its classified raster.</summary>
internal static class SectionAssembler
{
    // each block is read once: more would only be held, once for every thread that has had it
    private const int BlockCacheMiB = 16;

    /// <summary>Reads the plan, so that the code for it is loaded when <see cref="Assemble"/> needs it: a quarter of a second.</summary>
    public static object Prepare(InstanceRequest.PrepareAssembly request)
    {
        ReadPlan(request.PlanPath);
        return true;
    }

    public static object Assemble(InstanceRequest.Assemble request, Action<double> progress)
    {
        var plan = ReadPlan(request.PlanPath);
        SectionRaster[] sections = [.. request.SectionPaths.Select((path, number) => new SectionRaster(path, plan.Sections[number]))];
        using var cache = GdalRuntime.LimitBlockCache(BlockCacheMiB);
        ClassifiedRasterAssembler.Assemble(
            request.TargetPath, plan.Grid.OutputGrid, plan.Output, sections, request.Counts, request.Metadata, progress, CancellationToken.None);
        return true;
    }

    private static ClassificationPlan ReadPlan(string path) => PlanJson.Read<ClassificationPlan>(File.ReadAllText(path));
}
