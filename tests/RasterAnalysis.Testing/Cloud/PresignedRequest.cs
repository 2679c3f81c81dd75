using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.Testing.Cloud;

/// <summary>Signs requests in their query, and checks them as Amazon's own servers do, by AWS's signature 4; written from the specification, without Amazon's library.</summary>
/// <param name="AccessKey">Id of the only key.</param>
/// <param name="SecretKey">The key.</param>
/// <param name="Region">Region of the bucket.</param>
public sealed record PresignedRequest(string AccessKey, string SecretKey, string Region)
{
    /// <summary>What the clock of the server says.</summary>
    public Func<DateTime> Now { get; init; } = () => DateTime.UtcNow;

    /// <summary>Whether the reader has to say that he pays.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>An address that is signed for an hour.</summary>
    public Uri Sign(string method, Uri address)
    {
        var (now, path) = (Now(), address.AbsolutePath);
        var (date, day) = (now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{AccessKey}/{day}/{Region}/s3/aws4_request")}&X-Amz-Date={date}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host";
        return new Uri(address, $"{path}?{query}&X-Amz-Signature={SignatureOf(method, path, query, $"host:{address.Authority}\n", "host", date, day)}");
    }

    /// <summary>Why a request is refused, as S3's code; null for a good one.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="target">Path and query, as they were sent.</param>
    /// <param name="headers">The headers.</param>
    public string? Check(string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var (path, query) = target.Split('?', 2) is [var before, var behind] ? (before, behind) : (target, "");
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "");
        string? Of(string name) => pairs.TryGetValue(name, out var value) ? Uri.UnescapeDataString(value) : null;
        if (Of("X-Amz-Algorithm") != "AWS4-HMAC-SHA256" || Of("X-Amz-Signature") is not { } signature || Of("X-Amz-SignedHeaders") is not { } signed
            || Of("X-Amz-Credential")?.Split('/') is not [var key, var day, var region, "s3", "aws4_request"] || Of("X-Amz-Date") is not { } date)
        {
            return "AccessDenied";
        }

        if (key != AccessKey)
        {
            return "InvalidAccessKeyId";
        }

        if (region != Region)
        {
            return "AuthorizationQueryParametersError";
        }

        var begun = DateTime.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        if (Now() > begun.AddSeconds(int.Parse(Of("X-Amz-Expires")!, CultureInfo.InvariantCulture)))
        {
            return "AccessDenied";
        }

        var canonicalQuery = string.Join('&', pairs.Where(pair => pair.Key != "X-Amz-Signature").Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        var canonicalHeaders = string.Concat(signed.Split(';').Select(name => $"{name}:{headers[name].Trim()}\n"));
        if (SignatureOf(method, path, canonicalQuery, canonicalHeaders, signed, date, day) != signature)
        {
            return "SignatureDoesNotMatch";
        }

        return RequesterPays && Of("x-amz-request-payer") != "requester" && headers.GetValueOrDefault("x-amz-request-payer") != "requester" ? "AccessDenied" : null;
    }

    private string SignatureOf(string method, string path, string query, string headers, string signed, string date, string day)
    {
        var canonical = $"{method}\n{path}\n{query}\n{headers}\n{signed}\nUNSIGNED-PAYLOAD";
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{day}/{Region}/s3/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return Convert.ToHexStringLower(Mac(new[] { day, Region, "s3", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), Mac), toSign));
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
