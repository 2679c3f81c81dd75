namespace RasterAnalysis.Rasters.Functions;

/// <summary>Makes red, green and blue out of the values of one band (ArcGIS's <c>Colormap</c>). Values without a colour are no pixels.</summary>
/// <param name="Entries">Colours; of two for one value the last counts.</param>
public sealed record ColormapFunction(IReadOnlyList<ColormapEntry> Entries) : RasterFunction;
