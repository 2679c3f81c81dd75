using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.HostNames;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn;

/// <summary>A service without sign-in is for the machine that it runs on. Whoever opens it to others has to say so, by any mode, <c>None</c> included.</summary>
internal static class ForwardedRequests
{
    private const string Setting = "RasterAnalysis__SignIn__Mode";

    /// <summary>What proxies add to requests of others, and what ASP.NET Core leaves of it where it trusts them.</summary>
    private static readonly string[] Headers =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto"];

    /// <summary>Refuses to listen to other machines without a mode.</summary>
    /// <exception cref="InvalidRequestException">The service would.</exception>
    public static void RequireMode(SignInSettings options, IConfiguration configuration)
    {
        if (options.Mode is null && ListenAddresses.OffLoopback(configuration) is { } address)
        {
            throw new InvalidRequestException(
                Setting, $"must be set, since the service is to listen on {address}, where others reach it: BuiltIn for accounts, or None to let everybody do everything, deleting included.");
        }
    }

    /// <summary>Refuses, without a mode, requests that a proxy passes on, with 403: behind one, loopback is everybody. With <c>None</c> set off loopback the log says what that means.</summary>
    public static void UseForwardedRequests(this WebApplication app, SignInSettings options)
    {
        if (options.Mode is null)
        {
            app.Use((context, next) => Headers.FirstOrDefault(context.Request.Headers.ContainsKey) is { } header
                ? Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, "no-sign-in", "The service is not open to others.", new RequestError(
                    header, $"says that a proxy passes this on from another machine; the operator of this service has to set {Setting} first."))
                : next(context));
        }
        else if (!options.IsOn)
        {
            app.Logger.LogWarning("There is no sign-in ({Setting} is None): whoever reaches this service may read, change and delete everything", Setting);
        }
    }
}
