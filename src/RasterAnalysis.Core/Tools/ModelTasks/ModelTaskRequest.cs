using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>A request about a model whose model was found: what such a job keeps and runs on.</summary>
/// <param name="ItemId">The item of the package; null when the model is named otherwise.</param>
/// <param name="Model">Where the package lies; null for tasks that take none, or none but its item.</param>
/// <param name="ModelName">Its name for messages.</param>
public sealed record ModelTaskRequest(string? ItemId, InputLocation? Model, string ModelName);
