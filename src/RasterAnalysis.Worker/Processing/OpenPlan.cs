using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A plan with its raster and its network open, for section after section; each tool makes something else of them.</summary>
/// <param name="path">File of the plan.</param>
/// <param name="plan">The plan.</param>
/// <param name="inputs">What it names, open; closed with this.</param>
internal abstract class OpenPlan(string path, TilePlan plan, OpenInputs inputs) : IDisposable
{
    /// <summary>File of the plan.</summary>
    public string Path => path;

    /// <summary>Its sections, in output pixels.</summary>
    public IReadOnlyList<PixelWindow> Sections => plan.Sections;

    /// <summary>What it names.</summary>
    public OpenInputs Inputs => inputs;

    /// <summary>Runs a section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="next">What is begun ahead; null for nothing.</param>
    public abstract FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next);

    /// <summary>Closes all of it.</summary>
    public void Dispose()
    {
        Close();
        inputs.Dispose();
    }

    /// <summary>Ends what works on the inputs, ahead of them.</summary>
    protected abstract void Close();
}
