using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Checks names and passwords, where no second step can follow.</summary>
internal sealed class PasswordCheck(
    SignInManager<UserAccount> signIn, UserManager<UserAccount> users, IPasswordHasher<UserAccount> hasher, SignInSettings settings, IAudit audit)
{
    /// <summary>What is said of a wrong name and of a wrong password, so that neither tells which it was.</summary>
    public const string Wrong = "Invalid username or password.";

    /// <summary>The account of a name and a password.</summary>
    /// <exception cref="InvalidRequestException">Passwords are another service's affair, they do not go together, the account is locked for a while, or it asks for a second step.</exception>
    public async Task<UserAccount> RequireAsync(HttpContext context, string name, string password)
    {
        if (settings.Authority is { } authority)
        {
            throw new InvalidRequestException("username", $"has no password here: sign in at {authority.Address}, and send its token, or a key that is made on the account page.");
        }

        if (await users.FindByNameAsync(name) is not { } account)
        {
            // as long as for a name that there is
            hasher.HashPassword(new UserAccount(), password);
            await RefuseAsync(name, "password");
            throw new InvalidRequestException("username", Wrong);
        }

        var result = await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            await RefuseAsync(name, result.IsLockedOut ? "locked" : "password");
            throw new InvalidRequestException("username", result.IsLockedOut ? "has failed too often and is locked for a while; try again in a quarter of an hour." : Wrong);
        }

        if (await users.GetTwoFactorEnabledAsync(account))
        {
            await RefuseAsync(name, "second-step");
            throw new InvalidRequestException("username", "signs in with a second step, which a token for a password has not; make a key at /api/v1/keys, or sign in on the page.");
        }

        return account;
    }

    private Task RefuseAsync(string name, string why) => audit.RecordAsync(new AuditEvent(AuditAction.SignInFailed) { User = name, Means = AccessMeans.Token, Refusal = why });
}
