using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/session</c>: who asks, as the service knows them.</summary>
internal static class SessionEndpoints
{
    private const string Open = "There is no sign-in: whoever reaches this service may read, change and delete everything.";

    public static void MapSession(this RouteGroupBuilder api) =>
        api.MapGet("/session", Get).WithTags("Sign-in").WithName("GetSession").WithSummary("Who asks, and what they may do")
            .WithDescription("antiforgery is what a page that has a cookie sends in X-RasterAnalysis-Antiforgery with every call that changes something; null for others.")
            .Requires(Rights.None);

    private static Ok<SessionModel> Get(HttpContext context, CurrentCaller current, ISignIn signIn, SignInSettings settings)
    {
        var caller = current.Value;
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.Pragma = "no-cache";
        return TypedResults.Ok(new SessionModel(
            signIn.IsOn, caller.IsSignedIn ? caller.Name : null, caller.Role, Scopes.Of(caller.Rights), signIn.ProofFor(context), settings is { Mode: not null, IsOn: false } ? Open : null));
    }
}
