namespace RasterAnalysis.Jobs;

/// <summary>By what finished work is found again: two jobs with the same key make the same pixels.</summary>
/// <param name="Result">Of the whole raster: inputs, network, arguments and grid.</param>
/// <param name="Sections">Of the sections too: the same, and cut in the same way.</param>
public sealed record WorkKeys(string Result, string Sections);
