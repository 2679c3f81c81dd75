using RasterAnalysis.Rasters;

namespace RasterAnalysis.Jobs;

/// <summary>A section in the journal.</summary>
/// <param name="Number">Place in the plan, from 0.</param>
/// <param name="Window">Where it lies, in pixels of the output of its part.</param>
/// <param name="Part">Name of the raster that it belongs to, for a mosaic whose rasters are classified one by one; else empty.</param>
/// <param name="State">Where it is.</param>
/// <param name="Tries">How often it was begun.</param>
/// <param name="Outcome">What the tool says of it, as JSON, when it is done.</param>
/// <param name="Hash">Hash of its file, when it is done.</param>
public sealed record JobSection(
    int Number, PixelWindow Window, string Part, SectionState State, int Tries, string? Outcome = null, string? Hash = null)
{
    /// <summary>Whether its file is complete.</summary>
    public bool IsDone => State == SectionState.Done;

    /// <summary>A section of a new plan.</summary>
    public static JobSection Planned(int number, PixelWindow window, string part = "") => new(number, window, part, SectionState.Pending, 0);
}
