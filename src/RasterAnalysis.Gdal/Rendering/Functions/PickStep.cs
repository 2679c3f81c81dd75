using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Chooses planes, 0-based. A plane that is chosen twice is copied, because later steps work in place.
internal sealed class PickStep(IReadOnlyList<int> planes, PixelType type) : SampleStep
{
    public override PixelType Type => type;

    public override int BandCount => planes.Count;

    public override double[][] Apply(double[][] all, GridWindow window)
    {
        var taken = new HashSet<int>();
        return [.. planes.Select(plane => taken.Add(plane) ? all[plane] : [.. all[plane]])];
    }
}
