namespace RasterAnalysis.Access;

/// <summary>Finds users by their names.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ICallers
{
    /// <summary>What a user may do now: for work that is done on their behalf after they asked for it.</summary>
    /// <returns>Null when there is no such user any more, or they are locked out.</returns>
    Task<Caller?> FindAsync(string name, CancellationToken cancellationToken = default);
}
