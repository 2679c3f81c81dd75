namespace RasterAnalysis.Uploads;

/// <summary>An upload that comes in parts, as it was announced.</summary>
/// <param name="Id">32 hexadecimal digits, drawn at random; the item that it becomes has them too.</param>
/// <param name="Length">Bytes that it will have.</param>
/// <param name="FileName">Name that the client gave the file; may be hostile.</param>
/// <param name="Title">Title of the item; null for the file's name.</param>
/// <param name="Folder">Folder of the item; empty for the root.</param>
/// <param name="Owner">Who uploads.</param>
/// <param name="Metadata">What the client said of it, word for word.</param>
public sealed record ResumableUpload(string Id, long Length, string FileName, string? Title, string Folder, string Owner, string Metadata);
