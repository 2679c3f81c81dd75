using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis;

/// <summary>Who asks, as ArcGIS's clients say it. The composition root brings it.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ISignIn
{
    /// <summary>Whether somebody has to sign in at all.</summary>
    bool IsOn { get; }

    /// <summary>Looks who asks, and tells the request's <see cref="Access.CurrentCaller"/>.</summary>
    /// <param name="context">The request: its headers, its query, its cookie.</param>
    /// <param name="token">The parameter <c>token</c>, wherever it stood; null for none.</param>
    /// <exception cref="InvalidTokenException">A token came that counts not, or no longer.</exception>
    Task KnowAsync(HttpContext context, string? token);

    /// <summary>Requires that a form that a browser sent with its cookie came from a page of this service.</summary>
    /// <param name="context">The request.</param>
    /// <param name="proof">What the page had put into the form; null for nothing.</param>
    /// <exception cref="InvalidRequestException">It did not.</exception>
    Task RequireOwnPageAsync(HttpContext context, string? proof);

    /// <summary>What a page puts into its forms, so that they are known as its own; null where nobody asks for it.</summary>
    string? ProofFor(HttpContext context);

    /// <summary>Makes a token for a name and a password.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="binding">Who may use it: <c>ip:</c> and an address, <c>referer:</c> and the beginning of one; empty for anybody.</param>
    /// <param name="lifetime">How long it counts.</param>
    /// <exception cref="InvalidRequestException">They do not go together, or the account is locked.</exception>
    Task<IssuedToken> IssueAsync(HttpContext context, string user, string password, string binding, TimeSpan lifetime);

    /// <summary>Makes a token of a token: with its rights, and for no longer.</summary>
    /// <exception cref="InvalidTokenException">It counts not, or no longer.</exception>
    Task<IssuedToken> IssueAgainAsync(HttpContext context, string token, string binding, TimeSpan lifetime);

    /// <summary>Makes an address that a browser may load without a header, for a few minutes and for nothing else; as it is where nobody has to sign in.</summary>
    /// <param name="context">The request of the one who may load it.</param>
    /// <param name="address">The full address.</param>
    string Sign(HttpContext context, string address);
}
