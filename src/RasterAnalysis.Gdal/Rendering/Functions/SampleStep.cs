using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// One step of what is made of samples. Planes have one sample for each pixel, NaN for none, and may be longer than the window.
internal abstract class SampleStep
{
    // Sample type of the result.
    public abstract PixelType Type { get; }

    // Number of planes of the result.
    public abstract int BandCount { get; }

    // May work in place and return the same arrays.
    public abstract double[][] Apply(double[][] planes, GridWindow window);

    // Gives back what it has borrowed; what Apply returned is gone then.
    public virtual void Release()
    {
    }
}
