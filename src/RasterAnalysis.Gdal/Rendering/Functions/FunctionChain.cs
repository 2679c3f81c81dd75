using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Source bands and the steps that their samples go through.
internal sealed record FunctionChain(IReadOnlyList<int> Bands, PixelType SourceType)
{
    public IReadOnlyList<SampleStep> Steps { get; init; } = [];

    // Whether the result is red, green and blue.
    public bool IsColor { get; init; }

    // Whether values stand for classes, between which nothing is in between.
    public bool IsOfClasses { get; init; }

    public PixelType Type => Steps.Count == 0 ? SourceType : Steps[^1].Type;

    public int BandCount => Steps.Count == 0 ? Bands.Count : Steps[^1].BandCount;

    public FunctionChain Then(SampleStep step) => this with { Steps = [.. Steps, step] };

    // planes: those of the source bands, which may be written over.
    public double[][] Run(double[][] planes, GridWindow window) => Steps.Aggregate(planes, (current, step) => step.Apply(current, window));

    // After the last run: gives back what the steps have borrowed.
    public void Release()
    {
        foreach (var step in Steps)
        {
            step.Release();
        }
    }

    // How the view is resampled for this chain.
    public ResamplingMethod Resampling(ResamplingMethod wanted) =>
        IsOfClasses && wanted != ResamplingMethod.Majority ? ResamplingMethod.Nearest : wanted;
}
