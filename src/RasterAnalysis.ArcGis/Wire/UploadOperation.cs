namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint that takes a file in the form field <c>file</c>; other endpoints refuse files.</summary>
internal sealed class UploadOperation;
