using RasterAnalysis.Access;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/account</c>: what a user does with their own account: another password, a second step, keys for programs.</summary>
internal static class AccountPages
{
    private const string Path = "/account";

    /// <summary>Maps them.</summary>
    /// <param name="app">The service.</param>
    /// <param name="isOwn">Whether passwords are the service's own.</param>
    public static void MapAccountPages(this WebApplication app, bool isOwn)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Requires(Rights.None);
        pages.MapGet("", async (HttpContext context, CurrentCaller caller, AccountPage page) =>
            caller.Value.IsByCookie ? await page.ShowAsync(context) : Results.Redirect($"{context.Request.PathBase}{SignInPages.Path}?returnUrl={Uri.EscapeDataString(context.Request.PathBase + Path)}"));
        if (isOwn)
        {
            pages.MapPost("/password", (HttpContext context, AccountPage page) => page.ChangePasswordAsync(context)).DisableAntiforgery();
            pages.MapPost("/second-step/key", (HttpContext context, AccountPage page) => page.MakeSecondStepKeyAsync(context)).DisableAntiforgery();
            pages.MapPost("/second-step", (HttpContext context, AccountPage page) => page.ChangeSecondStepAsync(context)).DisableAntiforgery();
        }

        pages.MapPost("/keys", (HttpContext context, AccountPage page) => page.MakeKeyAsync(context)).DisableAntiforgery();
        pages.MapPost("/apps/{id}/revoke", (string id, HttpContext context, AccountPage page) => page.RevokeAppAsync(context, id)).DisableAntiforgery();
        pages.MapPost("/keys/{id}/revoke", (string id, HttpContext context, AccountPage page) => page.RevokeKeyAsync(context, id)).DisableAntiforgery();
    }
}
