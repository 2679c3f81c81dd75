using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;
using RasterAnalysis.Api.SignIn.Apps;
using RasterAnalysis.Api.SignIn.Authority;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/sign-in</c> and <c>/sign-out</c>: name and password, and the code of an authenticator where the account asks for one.</summary>
internal static class SignInPages
{
    /// <summary>Where people sign in.</summary>
    public const string Path = "/sign-in";

    private const string CodePath = $"{Path}/code";
    private const string Locked = "There were too many failed tries; the account is locked for a quarter of an hour.";

    public static void MapSignInPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription().Requires(Rights.None);
        var isOwn = app.Services.GetRequiredService<SignInSettings>().Authority is null;
        if (isOwn)
        {
            pages.MapPasswordPages();
        }
        else
        {
            pages.MapAuthorityPages();
        }

        pages.MapGet(AccountHtml.StylePath, (HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=3600";
            return Results.Content(AccountHtml.Style, "text/css; charset=utf-8");
        });
        app.MapAccountPages(isOwn);
        app.MapAuthorize();
    }

    private static void MapPasswordPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext context, IAntiforgery antiforgery, CurrentCaller caller, string? returnUrl = null) =>
            caller.Value.IsSignedIn ? Results.Redirect(Own(context, returnUrl)) : PasswordPage(context, antiforgery, returnUrl, "", fault: null));
        pages.MapPost(Path, SignInAsync).DisableAntiforgery();
        pages.MapPost(CodePath, SignInByCodeAsync).DisableAntiforgery();
        pages.MapPost("/sign-out", SignOutAsync).DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<UserAccount> signIn, IAudit audit)
    {
        await OwnForms.RequireAsync(context, antiforgery);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, returnUrl) = (form["username"].ToString().Trim(), form["returnUrl"].ToString());
        var result = await signIn.PasswordSignInAsync(name, form["password"].ToString(), isPersistent: false, lockoutOnFailure: true);
        if (!result.RequiresTwoFactor)
        {
            await RecordAsync(audit, name, result, "password");
        }

        return result.Succeeded ? GoOn(context, returnUrl)
            : result.RequiresTwoFactor ? CodePage(context, antiforgery, returnUrl, fault: null)
            : PasswordPage(context, antiforgery, returnUrl, name, result.IsLockedOut ? Locked : PasswordCheck.Wrong);
    }

    private static async Task<IResult> SignInByCodeAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<UserAccount> signIn, IAudit audit)
    {
        await OwnForms.RequireAsync(context, antiforgery);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (code, returnUrl) = (form["code"].ToString().Replace(" ", "", StringComparison.Ordinal), form["returnUrl"].ToString());
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
        {
            return PasswordPage(context, antiforgery, returnUrl, "", "That took too long; begin again.");
        }

        var result = RecoveryCodes.IsOne(code) ? await RecoveryCodes.SignInAsync(signIn, account, code)
            : await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        await RecordAsync(audit, account.UserName!, result, RecoveryCodes.IsOne(code) ? "recovery-code" : "code");
        return result.Succeeded ? GoOn(context, returnUrl)
            : result.IsLockedOut ? PasswordPage(context, antiforgery, returnUrl, "", Locked)
            : CodePage(context, antiforgery, returnUrl, "This is not the code of this moment, and no recovery code that is left.");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<UserAccount> signIn, CurrentCaller caller, IAudit audit)
    {
        await OwnForms.RequireAsync(context, antiforgery);
        await signIn.SignOutAsync();
        if (caller.Value.IsByCookie)
        {
            await audit.RecordAsync(new AuditEvent(AuditAction.SignOut));
        }

        return Results.Redirect($"{context.Request.PathBase}{Path}");
    }

    private static Task RecordAsync(IAudit audit, string name, SignInResult result, string proof) => audit.RecordAsync(new AuditEvent(result.Succeeded ? AuditAction.SignIn : AuditAction.SignInFailed)
    {
        User = name, Means = AccessMeans.Session, Detail = result.Succeeded ? proof : "", Refusal = result.Succeeded ? null : result.IsLockedOut ? "locked" : proof,
    });

    private static IResult PasswordPage(HttpContext context, IAntiforgery antiforgery, string? returnUrl, string name, string? fault) => AccountHtml.Page(
        context, "Sign in",
        $"{AccountHtml.Fault(fault)}<form method=\"post\" action=\"{AccountHtml.Text(context.Request.PathBase + Path)}\">{OwnForms.Proof(context, antiforgery)}{AccountHtml.Hidden("returnUrl", returnUrl)}"
        + AccountHtml.Field("username", "User name", complete: "username", value: name) + AccountHtml.Field("password", "Password", "password", "current-password")
        + "<button>Sign in</button></form>");

    private static IResult CodePage(HttpContext context, IAntiforgery antiforgery, string? returnUrl, string? fault) => AccountHtml.Page(
        context, "Second step",
        $"{AccountHtml.Fault(fault)}<form method=\"post\" action=\"{AccountHtml.Text(context.Request.PathBase + CodePath)}\">{OwnForms.Proof(context, antiforgery)}{AccountHtml.Hidden("returnUrl", returnUrl)}"
        + AccountHtml.Field("code", "Code of your authenticator", complete: "one-time-code", hint: "Six digits that change every half minute; or one of your recovery codes.") + "<button>Sign in</button></form>");

    /// <summary>Goes on behind the form. What lets an app in may lead to another site, where a form's redirects must not.</summary>
    private static IResult GoOn(HttpContext context, string? returnUrl) =>
        Own(context, returnUrl) is var address && address.StartsWith(context.Request.PathBase + AuthorizePages.Path, StringComparison.OrdinalIgnoreCase)
            ? AccountHtml.Onward(context, address, "Go on") : Results.Redirect(address);

    /// <summary>Where to go on: an address of this service's own and no other, so that nobody is led elsewhere by a link to the sign-in.</summary>
    public static string Own(HttpContext context, string? returnUrl) =>
        returnUrl is ['/', not ('/' or '\\'), ..] && !returnUrl.Any(char.IsControl) ? returnUrl : $"{context.Request.PathBase}/";
}
