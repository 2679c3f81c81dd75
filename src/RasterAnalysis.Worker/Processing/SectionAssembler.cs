using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Puts the sections of a job together into its classified raster.</summary>
internal static class SectionAssembler
{
    // each block is read once: more would only be held, once for every thread that has had it
    private const int BlockCacheMiB = 16;

    // large enough for overviews of two levels
    private const int RehearsalSide = 1100;

    /// <summary>Puts a small raster of the same kind together and throws it away, so that all code and drivers are loaded when <see cref="Assemble"/> needs them.</summary>
    public static void Prepare(InstanceRequest.PrepareAssembly request)
    {
        var output = PlanFile.Read<AssemblyPlan>(request.PlanPath).Output;
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(request.PlanPath)!, $"rehearsal-{Guid.NewGuid():N}"));
        try
        {
            var grid = new RasterGrid(new RasterSize(RehearsalSide, RehearsalSide), GeoTransform.Identity, null);
            var section = new SectionRaster(Path.Combine(folder.FullName, "section.tif"), PixelWindow.Whole(grid.Size));
            SectionRasterWriter.Write(section.Path, grid, output.PixelType, new byte[grid.Size.PixelCount * output.PixelType.ByteSize()]);
            ClassifiedRasterAssembler.Assemble(
                Path.Combine(folder.FullName, "result.tif"), grid, output, [section], [], new Dictionary<string, string>(), null, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say)
    {
        var plan = PlanFile.Read<AssemblyPlan>(request.PlanPath);
        SectionRaster[] sections = [.. request.SectionPaths.Select((path, number) => new SectionRaster(path, plan.Sections[number]))];
        using var cache = GdalRuntime.LimitBlockCache(BlockCacheMiB);
        if (plan.Measures is not { Measures: { Count: > 0 } measures })
        {
            AssembleClasses(request, plan, sections, progress, say);
            return;
        }

        // a band is as much work as the classes, about; these come last, so that where they are, all is
        var share = 1.0 / (1 + measures.Count);
        MeasureRasterAssembler.Assemble(
            MeasurePlan.PathBeside(request.TargetPath), plan.Grid.OutputGrid, measures, plan.Output.PixelType, sections, request.Metadata, done => progress(done * (1 - share)),
            CancellationToken.None);
        AssembleClasses(request, plan, sections, done => progress(1 - share + (done * share)), say);
    }

    private static void AssembleClasses(
        InstanceRequest.Assemble request, AssemblyPlan plan, IReadOnlyList<SectionRaster> sections, Action<double> progress, Action<JobMessageType, string> say)
    {
        var outcome = SectionOutcome.Read(request.Outcome);
        if (plan.Smoothing is not { } smoothing)
        {
            Assemble(sections, outcome.Counts, outcome.Areas, progress);
            return;
        }

        var size = plan.Grid.OutputGrid.Size;
        Smoothing.Run(
            size.PixelCount, smoothing, request.TargetPath,
            (folder, report) => ClassSmoother.Smooth(size, plan.Output, sections, smoothing, folder, report, CancellationToken.None, plan.Grid.OutputGrid), progress, say,
            (smoothed, report) => Assemble(smoothed.Sections, smoothed.Counts, smoothed.Areas, report));

        void Assemble(IReadOnlyList<SectionRaster> parts, IReadOnlyList<ClassCount> pixels, SectionAreas? areas, Action<double> report) => ClassifiedRasterAssembler.Assemble(
            request.TargetPath, plan.Grid.OutputGrid, plan.Output, parts, pixels, request.Metadata, report, CancellationToken.None, areas);
    }
}
