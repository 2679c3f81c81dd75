using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>A service without sign-in, whose one user is admin.</summary>
internal sealed class OpenSignIn : ISignIn, ICallers
{
    private const string User = "admin";

    public bool IsOn => false;

    public Task KnowAsync(HttpContext context, string? token)
    {
        context.RequestServices.GetRequiredService<CurrentCaller>().Value = Caller.Everybody(User);
        return Task.CompletedTask;
    }

    public Task RequireOwnPageAsync(HttpContext context, string? proof) => Task.CompletedTask;

    public string? ProofFor(HttpContext context) => null;

    public Task<IssuedToken> IssueAsync(HttpContext context, string user, string password, string binding, TimeSpan lifetime) =>
        user == User ? IssueAgainAsync(context, "", binding, lifetime) : throw new NotFoundException("user", user);

    public Task<IssuedToken> IssueAgainAsync(HttpContext context, string token, string binding, TimeSpan lifetime) =>
        Task.FromResult(new IssuedToken($"{Guid.NewGuid():N}{Guid.NewGuid():N}", context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + lifetime));

    public string Sign(HttpContext context, string address) => address;

    public Task<Caller?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(name == User ? Caller.Everybody(User) : null);
}
