using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A section of a job.</summary>
/// <param name="Number">Place in the plan, from 1, as the job's messages count.</param>
/// <param name="Window">Where it lies, in pixels of the output.</param>
/// <param name="Part">For a mosaic whose rasters are classified one by one: the raster's name; else empty.</param>
/// <param name="State"><c>pending</c>, <c>claimed</c> while an instance works on it, <c>done</c>.</param>
/// <param name="Tries">How often it was begun.</param>
internal sealed record SectionModel(int Number, PixelWindow Window, string Part, SectionState State, int Tries)
{
    public static SectionModel From(JobSection section) => new(section.Number + 1, section.Window, section.Part, section.State, section.Tries);
}
