namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>How a job treats its processing instances (<c>docs/reference/arcgis-rest-behaviour.md#context</c>).</summary>
/// <param name="Instances">Instances at once.</param>
/// <param name="Recycle">Sections after which an instance is replaced; 0 for never.</param>
/// <param name="Retries">How often a failed section is tried again.</param>
internal readonly record struct SectionRules(int Instances, int Recycle, int Retries);
