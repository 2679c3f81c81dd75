namespace RasterAnalysis.Api.Items;

/// <summary>A file that came in.</summary>
/// <param name="Path">Where it lies, in the upload folder.</param>
/// <param name="FileName">Name that the client gave it.</param>
/// <param name="Title">Title; null when not given.</param>
/// <param name="Folder">Folder; empty for the root.</param>
internal sealed record UploadedFile(string Path, string FileName, string? Title, string Folder);
