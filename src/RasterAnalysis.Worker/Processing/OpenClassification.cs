using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>An open plan to classify pixels.</summary>
internal sealed class OpenClassification(string path, ClassificationPlan plan, OpenInputs inputs) : OpenPlan(path, plan, inputs)
{
    private readonly SectionClassifier _classifier = new(plan, inputs.Readers, inputs.Network, inputs.Mask, LowPriorityThread.Enter);

    public override FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next)
    {
        var found = _classifier.Run(section, progress, CancellationToken.None, next);
        return new FinishedSection(
            found.Outcome.Write(), found.Read, found.Run,
            target => SectionRasterWriter.Write(target, plan.Grid.OutputGrid.Crop(section), plan.Output.PixelType, found.Pixels.Span, found.Measures.Span));
    }

    protected override void Close() => _classifier.Dispose();
}
