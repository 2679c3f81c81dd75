using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Json;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Puts the sections of a job together into its classified raster.</summary>
internal static class SectionAssembler
{
    public static object Assemble(InstanceRequest.Assemble request, Action<double> progress)
    {
        var plan = PlanJson.Read<ClassificationPlan>(File.ReadAllText(request.PlanPath));
        SectionRaster[] sections = [.. request.SectionPaths.Select((path, number) => new SectionRaster(path, plan.Sections[number]))];
        ClassifiedRasterAssembler.Assemble(
            request.TargetPath, plan.Grid.OutputGrid, plan.Output, sections, request.Counts, request.Metadata, progress, CancellationToken.None);
        return true;
    }
}
