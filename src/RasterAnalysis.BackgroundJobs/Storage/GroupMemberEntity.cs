namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of who is in which group.</summary>
internal sealed class GroupMemberEntity
{
    public required string GroupId { get; set; }

    public required string UserId { get; set; }
}
