namespace RasterAnalysis.Requests;

/// <summary>Where the result of a request goes.</summary>
/// <param name="ItemId">The item that was made for it; null when it gets one of its own.</param>
/// <param name="Title">Title of its item.</param>
/// <param name="ServiceName">Name of its image service.</param>
/// <param name="Folder">Title of its folder; empty for the root.</param>
/// <param name="Note">What was left aside; null for nothing.</param>
internal sealed record ResolvedOutput(string? ItemId, string Title, string ServiceName, string Folder, string? Note = null);
