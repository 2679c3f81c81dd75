using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>The page of an account, and what its forms do.</summary>
internal sealed class AccountPage(
    CurrentCaller current, UserManager<UserAccount> users, SignInManager<UserAccount> signIn, UserDirectory directory, ApiKeys keys, IAntiforgery antiforgery,
    SignInSettings settings, IAudit audit)
{
    /// <summary>Shows it.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, string? fault = null, string? said = null)
    {
        var account = await AccountAsync();
        var page = new StringBuilder()
            .Append("<header><p>").Append(AccountHtml.Text($"{account.UserName} · {account.Role.ToString().ToLowerInvariant()}")).Append("</p>")
            .Append(Form(context, "/sign-out", "<button class=\"second\">Sign out</button>")).Append("</header><p><a href=\"").Append(AccountHtml.Text(context.Request.PathBase + "/")).Append("\">Map page</a></p>\n")
            .Append(AccountHtml.Fault(fault)).Append(said is null ? "" : $"<p role=\"status\">{said}</p>\n")
            .Append(await PasswordAsync(context, account))
            .Append("<h2>Keys for programs</h2><p><small>A key does no more than you may, and no more than its scopes say. It ends after a year.</small></p>").Append(await KeysAsync(context))
            .Append(await AppsAsync(context, account));
        return AccountHtml.Page(context, "Account", page.ToString(), isWide: true);
    }

    /// <summary>Takes another password; everything that was granted before is revoked.</summary>
    public async Task<IResult> ChangePasswordAsync(HttpContext context)
    {
        var (form, account) = await BeginAsync(context);
        var result = await users.ChangePasswordAsync(account, form["password"].ToString(), form["new"].ToString());
        if (!result.Succeeded)
        {
            if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
            {
                await audit.RecordAsync(new AuditEvent(AuditAction.PasswordChanged) { Refusal = "password" });
            }

            return await ShowAsync(context, string.Join(" ", result.Errors.Select(error => error.Description)));
        }

        await directory.RevokeAllAsync(account.Id, CancellationToken.None);
        await audit.RecordAsync(new AuditEvent(AuditAction.PasswordChanged));
        await signIn.RefreshSignInAsync(account);
        return await ShowAsync(context, said: "The password is changed. Tokens and keys of before count no longer.");
    }

    /// <summary>Makes a key for an authenticator. It counts once a code proves that it is in one.</summary>
    public async Task<IResult> MakeSecondStepKeyAsync(HttpContext context)
    {
        var (_, account) = await BeginAsync(context);
        AccountAdministration.Check(await users.ResetAuthenticatorKeyAsync(account));
        await audit.RecordAsync(new AuditEvent(AuditAction.SecondStepChanged) { Detail = "another key" });

        // Identity ends all sessions with it, this one too
        await signIn.RefreshSignInAsync(account);
        return await ShowAsync(context);
    }

    /// <summary>Turns the second step on, by a code that proves that the authenticator is set up, or off.</summary>
    public async Task<IResult> ChangeSecondStepAsync(HttpContext context)
    {
        var (form, account) = await BeginAsync(context);
        var (code, turnOn) = (form["code"].ToString().Replace(" ", "", StringComparison.Ordinal), !await users.GetTwoFactorEnabledAsync(account));
        var isRight = !turnOn && RecoveryCodes.IsOne(code) ? (await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded
            : await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);
        if (!isRight)
        {
            if (!turnOn)
            {
                // a session alone must not be enough to try them all
                await users.AccessFailedAsync(account);
            }

            await audit.RecordAsync(new AuditEvent(AuditAction.SecondStepChanged) { Refusal = "code" });
            return await ShowAsync(context, "This is not the code of this moment.");
        }

        AccountAdministration.Check(await users.SetTwoFactorEnabledAsync(account, turnOn));
        if (!turnOn)
        {
            await users.ResetAuthenticatorKeyAsync(account);
        }

        await audit.RecordAsync(new AuditEvent(AuditAction.SecondStepChanged) { Detail = turnOn ? "on" : "off" });
        await signIn.RefreshSignInAsync(account);
        return await ShowAsync(context, said: turnOn ? await RecoveryCodes.MakeAsync(users, account) : "The sign-in asks for the password alone again.");
    }

    /// <summary>Makes a key, and shows it once.</summary>
    public async Task<IResult> MakeKeyAsync(HttpContext context)
    {
        var (form, _) = await BeginAsync(context);
        try
        {
            var (_, key) = await keys.MakeAsync(form["name"], Scopes.Parse(form["scopes"].OfType<string>()), ApiKeys.MostDays, context.RequestAborted);
            return await ShowAsync(context, said: $"The key, which is shown this once: <code>{AccountHtml.Text(key)}</code>");
        }
        catch (Exception exception) when (exception is InvalidRequestException or ForbiddenException)
        {
            if (exception is ForbiddenException forbidden)
            {
                await audit.RecordAsync(new AuditEvent(AuditAction.KeyCreated) { Kind = "key", Refusal = forbidden.Code });
            }

            return await ShowAsync(context, exception.Message);
        }
    }

    /// <summary>Revokes a key.</summary>
    public async Task<IResult> RevokeKeyAsync(HttpContext context, string id)
    {
        await BeginAsync(context);
        return await ShowAsync(context, said: await keys.RevokeAsync(id, context.RequestAborted) ? "The key is revoked." : "There is no such key any more.");
    }

    /// <summary>Takes back what an app was let do.</summary>
    public async Task<IResult> RevokeAppAsync(HttpContext context, string id)
    {
        var (_, account) = await BeginAsync(context);
        if (!await directory.RevokeAppAsync(account.Id, id, context.RequestAborted))
        {
            return await ShowAsync(context, said: "The app is not let in any more.");
        }

        await audit.RecordAsync(new AuditEvent(AuditAction.AppRevoked) { Kind = "app", Target = id, TargetName = settings.Apps.TryGetValue(id, out var app) ? app.Title : "" });
        return await ShowAsync(context, said: "The app is no longer let in.");
    }

    private async Task<(IFormCollection Form, UserAccount Account)> BeginAsync(HttpContext context)
    {
        if (!current.Value.IsByCookie)
        {
            throw new SignInRequiredException();
        }

        await OwnForms.RequireAsync(context, antiforgery);
        return (await context.Request.ReadFormAsync(context.RequestAborted), await AccountAsync());
    }

    private async Task<UserAccount> AccountAsync() => await users.FindByNameAsync(current.Value.Name) ?? throw new SignInRequiredException();

    /// <summary>What the sign-in asks for, where that is this service's own affair.</summary>
    private async Task<string> PasswordAsync(HttpContext context, UserAccount account) =>
        settings.Authority is { } authority ? $"<p>Password and second step are the affair of {AccountHtml.Text(authority.Address.Host)}, where you sign in.</p>\n"
        : "<h2>Password</h2>" + Form(
            context, "/account/password",
            AccountHtml.Field("password", "Password until now", "password", "current-password")
            + AccountHtml.Field("new", "New password", "password", "new-password", hint: "At least 12 characters; several words in a row are good.") + "<button>Change the password</button>")
        + "<h2>Second step</h2>" + await SecondStepAsync(context, account);

    private async Task<string> SecondStepAsync(HttpContext context, UserAccount account)
    {
        if (await users.GetTwoFactorEnabledAsync(account))
        {
            return Form(context, "/account/second-step", "<p>The sign-in asks for a code of your authenticator.</p>" + AccountHtml.Field("code", "Code", complete: "one-time-code") + "<button>Turn it off</button>");
        }

        if (await users.GetAuthenticatorKeyAsync(account) is not { Length: > 0 } key)
        {
            return Form(context, "/account/second-step/key", "<p>The sign-in asks for the password alone.</p><button>Set up a second step</button>");
        }

        var address = $"otpauth://totp/RasterAnalysis:{Uri.EscapeDataString(account.UserName!)}?secret={key}&issuer=RasterAnalysis&digits=6";
        return Form(
            context, "/account/second-step",
            $"<p>Put this key into an authenticator app, or <a href=\"{AccountHtml.Text(address)}\">open it on this device</a>: <code>{AccountHtml.Text(string.Join(' ', key.Chunk(4).Select(part => new string(part))))}</code></p>"
            + AccountHtml.Field("code", "Code that the app shows", complete: "one-time-code") + "<button>Ask for a code from now on</button>");
    }

    private async Task<string> KeysAsync(HttpContext context)
    {
        var existing = await keys.ListAsync(context.RequestAborted);
        var page = new StringBuilder();
        if (existing.Count > 0)
        {
            page.Append("<table><thead><tr><th>Name</th><th>Scopes</th><th>Ends</th><th></th></tr></thead><tbody>\n");
            foreach (var key in existing)
            {
                page.Append("<tr><td>").Append(AccountHtml.Text(key.Name)).Append("</td><td>").Append(string.Join(", ", Scopes.Of(key.Rights))).Append("</td><td>")
                    .Append(key.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append("</td><td>")
                    .Append(Form(context, $"/account/keys/{key.Id}/revoke", $"<button class=\"second\" aria-label=\"Revoke {AccountHtml.Text(key.Name)}\">Revoke</button>")).Append("</td></tr>\n");
            }

            page.Append("</tbody></table>\n");
        }

        var scopes = Scopes.Of(current.Value.Rights).Where(scope => scope != "read")
            .Select(scope => $"<label><input type=\"checkbox\" name=\"scopes\" value=\"{scope}\"> {scope}</label>");
        return page.Append(Form(
            context, "/account/keys",
            AccountHtml.Field("name", "What it is for") + $"<fieldset><legend>Beside reading it may</legend>{string.Concat(scopes)}</fieldset><button>Make a key</button>")).ToString();
    }

    private async Task<string> AppsAsync(HttpContext context, UserAccount account)
    {
        var apps = (await directory.GrantsOfAsync(account.Id, GrantKind.RefreshToken, context.RequestAborted))
            .Concat(await directory.GrantsOfAsync(account.Id, GrantKind.Consent, context.RequestAborted))
            .Select(grant => grant.Name).Distinct().Order(StringComparer.OrdinalIgnoreCase).ToArray();
        return apps.Length == 0 ? "" : "<h2>Apps that you let in</h2><table><tbody>\n" + string.Concat(apps.Select(id =>
        {
            var title = AccountHtml.Text(settings.Apps.TryGetValue(id, out var app) ? app.Title : id);
            return $"<tr><td>{title}</td><td>{Form(context, $"/account/apps/{Uri.EscapeDataString(id)}/revoke", $"<button class=\"second\" aria-label=\"Take it back from {title}\">Take it back</button>")}</td></tr>\n";
        })) + "</tbody></table>\n";
    }

    private string Form(HttpContext context, string path, string content) =>
        $"<form method=\"post\" action=\"{AccountHtml.Text(context.Request.PathBase + path)}\">{OwnForms.Proof(context, antiforgery)}{content}</form>\n";
}
