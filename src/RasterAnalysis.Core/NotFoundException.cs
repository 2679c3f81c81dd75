namespace RasterAnalysis;

/// <summary>The job, item or service that was asked for does not exist.</summary>
/// <param name="what">The kind of thing, for example <c>item</c>.</param>
/// <param name="id">The id or name that was asked for.</param>
public sealed class NotFoundException(string what, string id)
    : RasterAnalysisException("not-found", $"There is no {what} '{id}'.")
{
    /// <summary>The kind of thing that was asked for.</summary>
    public string What { get; } = what;
}
