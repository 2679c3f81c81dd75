using RasterAnalysis.Gdal;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>An open plan to detect objects.</summary>
internal sealed class OpenDetection(string path, DetectionPlan plan, OpenInputs inputs) : OpenPlan(path, plan, inputs)
{
    private readonly SectionDetector _detector = new(plan, inputs.Readers, inputs.Network, inputs.Mask, LowPriorityThread.Enter);

    public override FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next)
    {
        var found = _detector.Run(section, progress, CancellationToken.None, next);
        return new FinishedSection(found.Read, found.Run, target =>
        {
            ObjectFile.Write(target, found.Objects);
            return found.Counts.Write();
        });
    }

    protected override void Close() => _detector.Dispose();
}
