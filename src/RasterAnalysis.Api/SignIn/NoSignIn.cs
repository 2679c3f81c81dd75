using System.Buffers.Text;
using System.Security.Cryptography;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn;

/// <summary>A service without sign-in: whoever asks is its one user. A token opens nothing more, is kept nowhere and is never looked at; so every token is taken.</summary>
internal sealed class NoSignIn(SignInSettings options, TimeProvider time) : ISignIn
{
    private const int TokenBytes = 48;

    /// <inheritdoc/>
    public bool IsOn => false;

    /// <inheritdoc/>
    public Task KnowAsync(HttpContext context, string? token)
    {
        context.RequestServices.GetRequiredService<CurrentCaller>().Value = Caller.Everybody(options.FormerOwner);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RequireOwnPageAsync(HttpContext context, string? proof) => Task.CompletedTask;

    /// <inheritdoc/>
    public string? ProofFor(HttpContext context) => null;

    /// <inheritdoc/>
    public Task<IssuedToken> IssueAsync(HttpContext context, string user, string password, string binding, TimeSpan lifetime) =>
        user.Equals(options.FormerOwner, StringComparison.OrdinalIgnoreCase) ? IssueAgainAsync(context, "", binding, lifetime) : throw new NotFoundException("user", user);

    /// <inheritdoc/>
    public Task<IssuedToken> IssueAgainAsync(HttpContext context, string token, string binding, TimeSpan lifetime) =>
        Task.FromResult(new IssuedToken(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)), time.GetUtcNow() + lifetime));

    /// <inheritdoc/>
    public string Sign(HttpContext context, string address) => address;
}
