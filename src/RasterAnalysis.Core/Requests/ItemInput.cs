namespace RasterAnalysis.Requests;

/// <summary>An item that a job reads.</summary>
/// <param name="Field">The parameter that named it.</param>
/// <param name="Location">Where its raster lies, with the item's id.</param>
/// <param name="Name">Its name for messages.</param>
/// <param name="HasClasses">Whether it must be a class raster.</param>
public sealed record ItemInput(string Field, InputLocation Location, string Name, bool HasClasses = true);
