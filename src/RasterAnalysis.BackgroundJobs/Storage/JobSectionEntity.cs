using System.Diagnostics.CodeAnalysis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the journal of sections; see <see cref="JobSection"/>.</summary>
internal sealed class JobSectionEntity
{
    /// <summary>A row that is read.</summary>
    public JobSectionEntity()
    {
    }

    /// <summary>A row of a section.</summary>
    [SetsRequiredMembers]
    public JobSectionEntity(string jobId, JobSection section)
    {
        JobId = jobId;
        Number = section.Number;
        Part = section.Part;
        ColumnOffset = section.Window.ColumnOffset;
        RowOffset = section.Window.RowOffset;
        Width = section.Window.Width;
        Height = section.Window.Height;
        State = section.State;
        Tries = section.Tries;
        Outcome = section.Outcome;
        Hash = section.Hash;
    }

    public required string JobId { get; set; }

    public int Number { get; set; }

    public string Part { get; set; } = "";

    public int ColumnOffset { get; set; }

    public int RowOffset { get; set; }

    public int Width { get; set; }

    public int Height { get; set; }

    public SectionState State { get; set; }

    public int Tries { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTimeOffset? LeaseEnds { get; set; }

    public string? Outcome { get; set; }

    public string? Hash { get; set; }

    public JobSection ToSection() => new(Number, new PixelWindow(ColumnOffset, RowOffset, Width, Height), Part, State, Tries, Outcome, Hash);
}
