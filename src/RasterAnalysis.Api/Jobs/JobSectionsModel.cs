namespace RasterAnalysis.Api.Jobs;

/// <summary>Sections of a job.</summary>
/// <param name="Total">All; 0 before the plan is made.</param>
/// <param name="Done">Finished.</param>
internal sealed record JobSectionsModel(int Total, int Done);
