namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint that changes something, by whatever method it is asked: pages of other origins may not ask it unless they are listed.</summary>
internal sealed class ChangingOperation;
