namespace RasterAnalysis.Provenance;

/// <summary>All that is needed to make the pixels of a result again, with the hashes of what they were made of. It stands in the folder of the result's item and is not shown: it has paths.</summary>
/// <param name="Task">The tool.</param>
/// <param name="JobId">The job.</param>
/// <param name="Request">Its request, as <see cref="Requests.StoredRequests"/> writes it.</param>
/// <param name="Root">The data folder of that time, which paths of the plans lie in.</param>
/// <param name="Inputs">The files that the plans were made for.</param>
/// <param name="Parts">The rasters of the result.</param>
public sealed record ProvenanceRecord(string Task, string JobId, string Request, string Root, IReadOnlyList<RecordedFile> Inputs, IReadOnlyList<RecordedPart> Parts)
{
    /// <summary>Files of other servers, of which it was made too.</summary>
    public IReadOnlyList<RecordedRanges> Ranges { get; init; } = [];
}
