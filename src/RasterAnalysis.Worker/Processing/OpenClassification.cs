using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>An open plan to classify pixels.</summary>
internal sealed class OpenClassification(string path, ClassificationPlan plan, OpenInputs inputs) : OpenPlan(path, plan, inputs)
{
    private readonly SectionClassifier _classifier = new(plan, inputs.Readers, inputs.Network, inputs.Mask, LowPriorityThread.Enter);

    private readonly SectionAreaMeter _areas = new(plan.Grid.OutputGrid, plan.Output);

    public override FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next)
    {
        var found = _classifier.Run(section, progress, CancellationToken.None, next);
        return new FinishedSection(found.Read, found.Run, target => Write(target, section, found));
    }

    private string Write(string target, PixelWindow section, ClassifiedSection found)
    {
        // compressing is one core's work
        var measuring = plan.Smoothing is null ? Task.Run(() => _areas.Measure(section, found.Pixels.Span)) : Task.FromResult<SectionAreas?>(null);
        try
        {
            SectionRasterWriter.Write(target, plan.Grid.OutputGrid.Crop(section), plan.Output.PixelType, found.Pixels.Span, found.Measures.Span);
        }
        finally
        {
            // it reads pixels that the next section overwrites
            Task.WaitAny(measuring);
        }

        return (found.Outcome with { Areas = measuring.GetAwaiter().GetResult() }).Write();
    }

    protected override void Close()
    {
        _classifier.Dispose();
        _areas.Dispose();
    }
}
