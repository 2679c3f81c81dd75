using Microsoft.AspNetCore.Identity;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Codes on paper for who has lost their authenticator; each counts once.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;

    /// <summary>Whether what was typed is meant as one: those of an authenticator are of digits.</summary>
    public static bool IsOne(string code) => code.Any(letter => !char.IsAsciiDigit(letter));

    /// <summary>Makes new ones; those of before count no longer.</summary>
    /// <returns>What is shown this once, as HTML.</returns>
    public static async Task<string> MakeAsync(UserManager<UserAccount> users, UserAccount account)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, Count);
        return "From now on the sign-in asks for a code. Keep these recovery codes where you find them without your authenticator; each counts once, and they are shown this once: "
            + string.Join(" ", (codes ?? []).Select(code => $"<code>{AccountHtml.Text(code)}</code>"));
    }

    /// <summary>Signs in by one. Identity does not count failed ones, so that is done here, as for other codes.</summary>
    public static async Task<SignInResult> SignInAsync(SignInManager<UserAccount> signIn, UserAccount account, string code)
    {
        var users = signIn.UserManager;
        if (await users.IsLockedOutAsync(account))
        {
            return SignInResult.LockedOut;
        }

        var result = await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            return result;
        }

        await users.AccessFailedAsync(account);
        return await users.IsLockedOutAsync(account) ? SignInResult.LockedOut : result;
    }
}
