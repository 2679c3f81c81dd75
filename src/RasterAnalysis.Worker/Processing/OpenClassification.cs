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
        var outcome = found.Outcome with { Areas = plan.Smoothing is null ? _areas.Measure(section, found.Pixels.Span) : null };
        return new FinishedSection(
            outcome.Write(), found.Read, found.Run,
            target => SectionRasterWriter.Write(target, plan.Grid.OutputGrid.Crop(section), plan.Output.PixelType, found.Pixels.Span, found.Measures.Span));
    }

    protected override void Close()
    {
        _classifier.Dispose();
        _areas.Dispose();
    }
}
