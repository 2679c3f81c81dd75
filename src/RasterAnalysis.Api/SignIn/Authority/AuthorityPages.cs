using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary><c>/sign-in</c> and <c>/sign-out</c> where an authority knows who users are: browsers are led there and back.</summary>
internal static class AuthorityPages
{
    private const string SignedOutPath = "/sign-out/back";

    /// <summary>Maps them.</summary>
    /// <param name="pages">Routes that are open to all.</param>
    public static void MapAuthorityPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(SignInPages.Path, BeginAsync);
        pages.MapPost("/sign-out", SignOutAsync).DisableAntiforgery();
        pages.MapGet(SignedOutPath, (HttpContext context) => AccountHtml.Page(context, "Signed out", SignInLink(context, "Sign in again")));
    }

    /// <summary>Takes a user whom the authority has sent back: from now on a session of this service's stands for them.</summary>
    public static async Task ComeBackAsync(TicketReceivedContext ticket)
    {
        var services = ticket.HttpContext.RequestServices;
        var settings = services.GetRequiredService<SignInSettings>().Authority!;
        try
        {
            var user = AuthorityClaims.Read(ticket.Principal!, settings, services.GetRequiredService<TimeProvider>().GetUtcNow());
            var account = await services.GetRequiredService<AuthorityUsers>().AccountAsync(user, ticket.HttpContext.RequestAborted);
            ticket.Principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<UserAccount>>().CreateAsync(account);

            ticket.Properties = new AuthenticationProperties();
            await AuditOf(ticket.HttpContext).RecordAsync(new AuditEvent(AuditAction.SignIn) { User = account.UserName, Means = AccessMeans.Session, Detail = "authority" });
        }
        catch (Exception exception) when (exception is ForbiddenException or InvalidTokenException)
        {
            ticket.HandleResponse();
            await AuditOf(ticket.HttpContext).RecordAsync(new AuditEvent(AuditAction.SignInFailed) { User = ticket.Principal?.FindFirst("sub")?.Value, Means = AccessMeans.Session, Refusal = "role" });
            await FaultAsync(ticket.HttpContext, StatusCodes.Status403Forbidden, exception.Message);
        }
    }

    /// <summary>Says why there is no sign-in: the user did not want it, it took too long, or the two services do not agree.</summary>
    public static async Task FailAsync(RemoteFailureContext failure)
    {
        failure.HandleResponse();
        await AuditOf(failure.HttpContext).RecordAsync(new AuditEvent(AuditAction.SignInFailed) { Means = AccessMeans.Session, Refusal = "authority" });
        failure.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AuthorityPages)).LogWarning(failure.Failure, "A sign-in at the authority failed");
        var isAnothers = failure.Failure is AuthenticationFailureException { Message: var message } && message.Contains("Correlation", StringComparison.Ordinal);
        await FaultAsync(failure.HttpContext, StatusCodes.Status400BadRequest, isAnothers
            ? "This sign-in was begun elsewhere, too long ago, or without cookies; begin again." : "The authority did not let you in, or its answer does not fit; begin again, or ask who runs this service.");
    }

    private static async Task<IResult> BeginAsync(
        HttpContext context, CurrentCaller caller, SignInSettings settings, IOptionsMonitor<OpenIdConnectOptions> options, string? returnUrl = null)
    {
        if (caller.Value.IsSignedIn)
        {
            return Results.Redirect(SignInPages.Own(context, returnUrl));
        }

        if (settings.Authority!.ClientId.Length == 0)
        {
            return Fault(context, StatusCodes.Status404NotFound, "This service takes bearer tokens alone: whoever runs it has not registered it for sign-in in the browser.");
        }

        try
        {
            await AuthorityMetadata.RequireAsync(options.Get(OpenIdConnectDefaults.AuthenticationScheme).ConfigurationManager, settings.Authority, context.RequestAborted);
        }
        catch (BusyException exception)
        {
            context.Response.Headers.RetryAfter = "10";
            return Fault(context, StatusCodes.Status503ServiceUnavailable, exception.Message);
        }

        return Results.Challenge(new AuthenticationProperties { RedirectUri = SignInPages.Own(context, returnUrl) }, [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    /// <summary>Ends the session here, and at the authority where it has a way for that: else the next sign-in would be the same user's without a question.</summary>
    private static async Task<IResult> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, SignInSettings settings, IOptionsMonitor<OpenIdConnectOptions> options, CurrentCaller caller, IAudit audit)
    {
        await OwnForms.RequireAsync(context, antiforgery);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        if (caller.Value.IsByCookie)
        {
            await audit.RecordAsync(new AuditEvent(AuditAction.SignOut));
        }

        var back = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{SignedOutPath}";
        if (settings.Authority!.ClientId.Length > 0)
        {
            try
            {
                var metadata = await AuthorityMetadata.RequireAsync(options.Get(OpenIdConnectDefaults.AuthenticationScheme).ConfigurationManager, settings.Authority, context.RequestAborted);
                if (Uri.TryCreate(metadata.EndSessionEndpoint, UriKind.Absolute, out var end))
                {
                    var query = QueryString.Create("client_id", settings.Authority.ClientId).Add("post_logout_redirect_uri", back).Value!;
                    return AccountHtml.Onward(context, $"{end}{(end.Query.Length > 0 ? "&" + query[1..] : query)}", "Sign out there too");
                }
            }
            catch (BusyException)
            {
                // here they are signed out
            }
        }

        return Results.Redirect(back);
    }

    private static IAudit AuditOf(HttpContext context) => context.RequestServices.GetRequiredService<IAudit>();

    private static Task FaultAsync(HttpContext context, int status, string message) => Fault(context, status, message).ExecuteAsync(context);

    private static IResult Fault(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return AccountHtml.Page(context, "No sign-in", AccountHtml.Fault(message) + SignInLink(context, "Try again"));
    }

    private static string SignInLink(HttpContext context, string label) =>
        string.Create(CultureInfo.InvariantCulture, $"<p><a href=\"{AccountHtml.Text(context.Request.PathBase + SignInPages.Path)}\">{label}</a></p>");
}
