using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>The one user of a service without sign-in, whom the settings name.</summary>
internal sealed class OneUser(SignInSettings options) : ICallers
{
    /// <inheritdoc/>
    public Task<Caller?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(name.Equals(options.FormerOwner, StringComparison.OrdinalIgnoreCase) ? Caller.Everybody(options.FormerOwner) : null);
}
