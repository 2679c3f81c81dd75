namespace RasterAnalysis.Provenance;

/// <summary>A raster of a result.</summary>
/// <param name="Name">Name of the raster that it was made of; empty where there is only one.</param>
/// <param name="Plan">The plan, as its file holds it.</param>
/// <param name="Result">The result's file.</param>
public sealed record RecordedPart(string Name, string Plan, RecordedFile Result);
