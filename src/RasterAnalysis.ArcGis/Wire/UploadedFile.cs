namespace RasterAnalysis.ArcGis.Wire;

/// <summary>A file that came in with a request. <see cref="EnvelopeFilter"/> deletes it after the operation, if nobody has moved it.</summary>
/// <param name="Path">Where it lies, in the upload folder.</param>
/// <param name="FileName">Name that the client gave it; may be hostile.</param>
internal sealed record UploadedFile(string Path, string FileName);
