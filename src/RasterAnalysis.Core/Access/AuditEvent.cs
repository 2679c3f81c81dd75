using System.Text.Json;

namespace RasterAnalysis.Access;

/// <summary>Something that somebody did, or was refused. It holds no password, token, key or address with one in it.</summary>
/// <param name="Action">What was done.</param>
public sealed record AuditEvent(AuditAction Action)
{
    /// <summary>What it was done to: <c>item</c>, <c>job</c>, <c>user</c>, <c>group</c>, <c>key</c>, <c>app</c>, <c>setting</c>; empty for nothing.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its id, where it has one apart from its name.</summary>
    public string Target { get; init; } = "";

    /// <summary>Its name for people.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>What else is to be known, in a few words: the new role, the new access.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Why it was refused, as one word; null for what was done.</summary>
    public string? Refusal { get; init; }

    /// <summary>Who did it, where the request does not say: somebody who signs in just now.</summary>
    public string? User { get; init; }

    /// <summary>Whom it was done for, where nobody asks just then: the owner of a job.</summary>
    public string? Owner { get; init; }

    /// <summary>By what they asked, where the request does not say.</summary>
    public AccessMeans? Means { get; init; }

    /// <summary>A word of the audit: of <see cref="AuditAction.SignInFailed"/>, <c>sign-in-failed</c>.</summary>
    public static string WordOf(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }
}
