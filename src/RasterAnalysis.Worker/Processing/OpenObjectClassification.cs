using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>An open plan to classify objects.</summary>
internal sealed class OpenObjectClassification : OpenPlan
{
    private readonly IFeatureTable _features;
    private readonly ObjectClassifier _classifier;

    public OpenObjectClassification(string path, ObjectPlan plan, OpenInputs inputs)
        : base(path, plan, inputs)
    {
        _features = new GeoPackages().Open(ObjectPlan.TablePath(path));
        _classifier = new ObjectClassifier(plan, _features, inputs.Readers[0], inputs.Network, inputs.Mask);
    }

    public override FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next)
    {
        var found = _classifier.Classify(section, progress, CancellationToken.None);
        return new FinishedSection(found.Read, found.Run, target =>
        {
            ClassifiedObjectFile.Write(target, found.Objects);
            return found.Counts.Write();
        });
    }

    protected override void Close()
    {
        _classifier.Dispose();
        _features.Dispose();
    }
}
