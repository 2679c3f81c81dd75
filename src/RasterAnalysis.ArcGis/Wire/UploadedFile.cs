namespace RasterAnalysis.ArcGis.Wire;

/// <summary>A file that came in with a form. Whoever read the form deletes it, if nobody has moved it.</summary>
/// <param name="Path">Where it lies, in the upload folder.</param>
/// <param name="FileName">Name that the client gave it; may be hostile.</param>
public sealed record UploadedFile(string Path, string FileName);
