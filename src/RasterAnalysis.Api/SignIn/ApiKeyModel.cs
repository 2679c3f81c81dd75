using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>A key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Expires">When it ends, UTC.</param>
/// <param name="Key">The key itself, in the answer that makes it and never again.</param>
internal sealed record ApiKeyModel(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset Created, DateTimeOffset Expires, string? Key)
{
    /// <summary>What the API says of a grant.</summary>
    public static ApiKeyModel From(AccessGrant grant, string? key) => new(grant.Id, grant.Name, SignIn.Scopes.Of(grant.Rights), grant.Created, grant.Expires, key);
}
