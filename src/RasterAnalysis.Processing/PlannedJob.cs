using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Processing;

/// <summary>Answer to <see cref="InstanceRequest.Plan"/>: what the service itself needs of a plan, which lies in the file that the request named.</summary>
/// <param name="Size">Size of the output, in pixels.</param>
/// <param name="PixelType">Type of its pixels; null where none are made.</param>
/// <param name="Sections">The sections, in output pixels; a section's number is its place in this list.</param>
/// <param name="Seams">Whether the tiles give what the whole raster would give; null where that is not known.</param>
/// <param name="Key">See <see cref="TilePlan.Key"/>.</param>
public sealed record PlannedJob(RasterSize Size, PixelType? PixelType, IReadOnlyList<PixelWindow> Sections, SeamReport? Seams, string? Key)
{
    /// <summary>What is done to the whole when its sections are there, as text that tells it from others; null for nothing. Results differ by it, sections do not.</summary>
    public string? Finish { get; init; }

    /// <summary>Bytes on the disk that this may need beside sections and result.</summary>
    public long ScratchBytes { get; init; }

    /// <summary>Refuses what no planner answers: what an instance has opened may have taken it over, and its sections become rows, files and claims.</summary>
    /// <returns>This.</returns>
    /// <exception cref="ProcessingInstanceException">The sections do not lie in the output, or are not as large as it is.</exception>
    public PlannedJob Check()
    {
        return Sections is { Count: > 0 } && Sections.All(IsInside) && Sections.Sum(section => (decimal)section.PixelCount) == Size.PixelCount
            ? this : throw new ProcessingInstanceException("The processing instance answered with a plan whose sections do not make its output.", isTransient: false);
    }

    /// <summary>Without a sum that numbers of any size would overflow.</summary>
    private bool IsInside(PixelWindow section) =>
        section is { IsEmpty: false, ColumnOffset: >= 0, RowOffset: >= 0 }
        && section.ColumnOffset <= Size.Width - section.Width && section.RowOffset <= Size.Height - section.Height;
}
