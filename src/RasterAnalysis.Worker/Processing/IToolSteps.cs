using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>What a processing instance does for the jobs of one tool.</summary>
/// <remarks>Not thread-safe: one request at a time. Disposed of with the instance.</remarks>
internal interface IToolSteps : IDisposable
{
    /// <summary>Name of the tool.</summary>
    string Tool { get; }

    /// <summary>Plans a job and writes the plan down.</summary>
    /// <param name="request">The job.</param>
    /// <param name="progress">Called now and then, as a sign of life.</param>
    /// <param name="say">Hears what users should know.</param>
    PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say);

    /// <summary>Works on a section; what the plan names stays open for the next one.</summary>
    /// <param name="request">The section.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    SectionResult Run(InstanceRequest.RunSection request, Action<double> progress);

    /// <summary>Loads what <see cref="Assemble"/> needs.</summary>
    void PrepareAssembly(InstanceRequest.PrepareAssembly request);

    /// <summary>Puts sections together.</summary>
    /// <param name="request">The sections.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="say">Hears what users should know.</param>
    void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say);

    /// <summary>Closes what is open of a plan.</summary>
    void Release();
}
