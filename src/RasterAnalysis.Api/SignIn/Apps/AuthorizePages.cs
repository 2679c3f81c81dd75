using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn.Apps;

/// <summary><c>oauth2/authorize</c> of the ArcGIS face: users sign in, let an app in, and go back to it with a code. The code is in no log.</summary>
internal sealed class AuthorizePages(SignInSettings settings, AppSignIn apps, UserDirectory directory, GrantTokens tokens, ISignIn signIn, IAntiforgery antiforgery, IAudit audit)
{
    /// <summary>Where apps send users to.</summary>
    public const string Path = "/arcgis/sharing/rest/oauth2/authorize";

    private const string Decision = "decision";
    private const string Allow = "allow";
    private static readonly TimeSpan ConsentLifetime = TimeSpan.FromDays(366);

    /// <summary>Answers an app's request, which the user's browser brings.</summary>
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        if (Read(context, name => context.Request.Query[name], out var request) is { } refused)
        {
            return refused;
        }

        await signIn.KnowAsync(context, token: null);
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        if (!caller.IsByCookie)
        {
            var here = $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}";
            return Results.Redirect($"{context.Request.PathBase}{SignInPages.Path}{QueryString.Create("returnUrl", here)}");
        }

        return await IsLetInAsync(context, request) ? Lead(context, request, await CodeAsync(context, request)) : ConsentPage(context, request, caller);
    }

    /// <summary>Takes the user's answer.</summary>
    public async Task<IResult> DecideAsync(HttpContext context)
    {
        await signIn.KnowAsync(context, token: null);
        if (!context.RequestServices.GetRequiredService<CurrentCaller>().Value.IsByCookie)
        {
            throw new SignInRequiredException();
        }

        await OwnForms.RequireAsync(context, antiforgery);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Read(context, name => form[name], out var request) is { } refused)
        {
            return refused;
        }

        if (form[Decision] != Allow)
        {
            return Onward(context, request, request.AddressWith(("error", "access_denied"), ("error_description", "The user denied the request.")));
        }

        await tokens.IssueAsync(UserOf(context), GrantKind.Consent, request.App.ClientId, Rights.None, binding: "", ConsentLifetime, context.RequestAborted);
        await audit.RecordAsync(new AuditEvent(AuditAction.AppAllowed) { Kind = "app", Target = request.App.ClientId, TargetName = request.App.Title });
        return Onward(context, request, await CodeAsync(context, request));
    }

    /// <summary>Reads the request.</summary>
    /// <returns>What is answered where the app gets no code; null where it may.</returns>
    private IResult? Read(HttpContext context, Func<string, StringValues> value, out AuthorizeRequest request)
    {
        try
        {
            request = AuthorizeRequest.Read(value, settings);
        }
        catch (OAuthException exception)
        {
            request = null!;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page(context, "The app cannot be let in", AccountHtml.Fault(exception.Message) + "<p>Whoever runs the app, or this service, has to mend it.</p>");
        }

        return request.Fault is var (error, description) ? Lead(context, request, request.AddressWith(("error", error), ("error_description", description))) : null;
    }

    /// <summary>
    /// Whether nobody need be asked any more. Where another program could pretend to be the app, because only a site's address proves who it is, people are asked each time (RFC 8252, 8.6).
    /// </summary>
    private async Task<bool> IsLetInAsync(HttpContext context, AuthorizeRequest request) =>
        request.App.IsTrusted
        || (request.RedirectUri.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            && (await directory.GrantsOfAsync(UserOf(context), GrantKind.Consent, context.RequestAborted)).Any(consent => consent.Name == request.App.ClientId));

    private async Task<string> CodeAsync(HttpContext context, AuthorizeRequest request) =>
        request.AddressWith(("code", await apps.IssueCodeAsync(UserOf(context), request.App, new CodeBinding(request.RefreshLifetime, request.Challenge, request.RedirectUri), context.RequestAborted)));

    private IResult ConsentPage(HttpContext context, AuthorizeRequest request, Caller caller)
    {
        var rights = caller.Rights & (request.App.MayAdminister ? Rights.All : Rights.All & ~Rights.Administer);
        var fields = string.Concat(AuthorizeRequest.Parameters.Where(context.Request.Query.ContainsKey).Select(name => AccountHtml.Hidden(name, context.Request.Query[name])));
        return Page(
            context, $"Let {request.App.Title} in?",
            $"<p>{AccountHtml.Text(request.App.Title)} asks to act for you, <strong>{AccountHtml.Text(caller.Name)}</strong>. It may then: {AccountHtml.Text(string.Join(", ", Scopes.Of(rights)))}.</p>"
            + $"<p><small>It gets no password. You go on to <code>{AccountHtml.Text(request.RedirectUri)}</code>, and can take it back on your account page.</small></p>"
            + $"<form method=\"post\" action=\"{AccountHtml.Text(context.Request.PathBase + Path)}\">{OwnForms.Proof(context, antiforgery)}{fields}"
            + $"<button name=\"{Decision}\" value=\"{Allow}\">Let it in</button> <button class=\"second\" name=\"{Decision}\" value=\"deny\">Cancel</button></form>");
    }

    /// <summary>Leads on at once.</summary>
    private static IResult Lead(HttpContext context, AuthorizeRequest request, string address)
    {
        if (request.RedirectUri == AppRegistration.OutOfBand)
        {
            return Onward(context, request, address);
        }

        // not by the framework's redirects, which write the address to the log
        var headers = context.Response.Headers;
        (headers.Location, headers.CacheControl, headers["Referrer-Policy"]) = (address, "no-store", "no-referrer");
        return Results.StatusCode(StatusCodes.Status302Found);
    }

    /// <summary>Leads on from a form: by a page, since forms of this service go nowhere else, redirects included (<c>form-action</c>). Out of band the page is where it ends.</summary>
    private static IResult Onward(HttpContext context, AuthorizeRequest request, string address)
    {
        if (request.RedirectUri != AppRegistration.OutOfBand)
        {
            return AccountHtml.Onward(context, address, $"Go on to {request.App.Title}");
        }

        var answer = System.Web.HttpUtility.ParseQueryString(address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        return answer["code"] is { } code
            ? Page(context, "You are signed in", $"<p>Give this code to {AccountHtml.Text(request.App.Title)} within a minute:</p><p><code>{AccountHtml.Text(code)}</code></p>")
            : Page(context, "The app was not let in", AccountHtml.Fault(answer["error_description"]));
    }

    private static IResult Page(HttpContext context, string title, string content)
    {
        var page = AccountHtml.Page(context, title, content);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return page;
    }

    private static string UserOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new SignInRequiredException();
}
