using Microsoft.AspNetCore.Antiforgery;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Forms of the service's own pages, which no other page can send.</summary>
internal static class OwnForms
{
    /// <summary>The field that a form needs.</summary>
    public static string Proof(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return AccountHtml.Hidden(tokens.FormFieldName, tokens.RequestToken);
    }

    /// <summary>Requires that a form has it.</summary>
    /// <exception cref="InvalidRequestException">It has not, or another user signed in meanwhile.</exception>
    public static async Task RequireAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context))
        {
            throw new InvalidRequestException("__RequestVerificationToken", "is missing or belongs to another session; open the page again, with cookies allowed.");
        }
    }
}
