using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>
/// A tool: what everybody who meets its jobs has to know of it. How requests for it are taken in says its <see cref="IToolSubmission"/>; who runs its jobs is registered under its name.
/// </summary>
/// <remarks>Thread-safe; without a state.</remarks>
public interface ITool
{
    /// <summary>What it says of itself to clients.</summary>
    ToolDescription Description { get; }

    /// <summary>Name in addresses and in stored jobs.</summary>
    string Name => Description.Name;

    /// <summary>The queue of its jobs, one of <see cref="ToolQueues"/>.</summary>
    string Queue { get; }

    /// <summary>What its jobs leave behind.</summary>
    ResultKind Result { get; }

    /// <summary>Whether a job that was cut off goes on from its finished sections, rather than anew.</summary>
    bool GoesOn { get; }

    /// <summary>Writes a stored request of one of its jobs anew, in the form of today: see <see cref="StoredRequests"/>.</summary>
    string Rewrite(StoredRequests requests, string request);
}
