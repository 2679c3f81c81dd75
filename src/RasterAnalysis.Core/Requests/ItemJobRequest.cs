namespace RasterAnalysis.Requests;

/// <summary>A request about items whose items were found: what such a job keeps and runs on.</summary>
/// <param name="Inputs">The items, in the order of the tool; at least one.</param>
/// <param name="Title">Title of the result's item; empty for a job that makes none.</param>
/// <param name="Folder">Folder of the result's item.</param>
/// <param name="Options">The tool's own parameters, as its JSON; null for none.</param>
public sealed record ItemJobRequest(IReadOnlyList<ItemInput> Inputs, string Title, string Folder, string? Options = null)
{
    /// <summary>The one item, or the first.</summary>
    public ItemInput Input => Inputs[0];
}
