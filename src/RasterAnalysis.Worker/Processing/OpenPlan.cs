using System.Diagnostics;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
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

    /// <summary>Works on a section and writes what comes of it.</summary>
    public SectionResult Run(InstanceRequest.RunSection request, Action<double> progress)
    {
        var section = Run(plan.Sections[request.Number], progress, inputs.Ahead(request));
        RequestTrace.Add(ServiceTracing.Read, section.Read);
        RequestTrace.Add(ServiceTracing.RunNetwork, section.Run);
        using var writing = ServiceTracing.Source.StartActivity(ServiceTracing.Write);
        var begun = Stopwatch.GetTimestamp();
        section.Write(request.TargetPath);
        var hash = SectionHash.Seal(request.TargetPath);
        return new SectionResult(
            section.Outcome, inputs.Network.ExecutionProvider, hash,
            new SectionTimes(section.Read.Busy.TotalSeconds, section.Run.Busy.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds));
    }

    /// <summary>Closes all of it.</summary>
    public void Dispose()
    {
        Close();
        inputs.Dispose();
    }

    /// <summary>Runs a section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="next">What is begun ahead; null for nothing.</param>
    protected abstract FinishedSection Run(PixelWindow section, Action<double> progress, NextSection? next);

    /// <summary>Ends what works on the inputs, ahead of them.</summary>
    protected abstract void Close();

    /// <summary>A section that has run.</summary>
    /// <param name="Outcome">What the tool says of it, as JSON.</param>
    /// <param name="Read">When it was read and normalised.</param>
    /// <param name="Run">When the network ran for it.</param>
    /// <param name="Write">Writes it to a file, which appears complete or not at all; before the next one runs.</param>
    protected sealed record FinishedSection(string Outcome, StageTime Read, StageTime Run, Action<string> Write);
}
