namespace RasterAnalysis.Tools;

/// <summary>The tools that this service has.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ToolRegistry(IEnumerable<ITool> tools)
{
    /// <summary>All of them, in order of registration.</summary>
    public IReadOnlyList<ITool> All { get; } = [.. tools];

    /// <summary>The tool of a name, in any case; null when there is none.</summary>
    public ITool? Find(string name) => All.FirstOrDefault(tool => tool.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The queue of the jobs of a tool; that of rasters for one that is not here.</summary>
    public string QueueOf(string name) => Find(name)?.Queue ?? ToolQueues.Rasters;
}
