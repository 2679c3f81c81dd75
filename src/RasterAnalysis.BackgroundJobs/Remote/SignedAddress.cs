namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>Addresses that say who may read them until when: of Amazon S3, Google Cloud Storage, CloudFront and Azure.</summary>
internal static class SignedAddress
{
    private static readonly string[] Prefixes = ["X-Amz-", "X-Goog-"];

    // Azure's are short, so they count only beside its signature
    private static readonly HashSet<string> Names = new(
        [
            "AWSAccessKeyId", "GoogleAccessId", "Signature", "Expires", "Policy", "Key-Pair-Id",
            "sig", "sv", "se", "sp", "sr", "st", "spr", "sip", "ss", "srt", "skoid", "sktid", "skt", "ske", "sks", "skv", "sdd",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an address holds for a while only.</summary>
    public static bool IsSigned(Uri address) => Pairs(address).Select(NameOf).Any(
        name => name.Equals("sig", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Signature", StringComparison.OrdinalIgnoreCase));

    /// <summary>The address without its signature: the same each time that it is signed. A name for what lies there, not to be asked.</summary>
    public static string Unsigned(Uri address) => IsSigned(address)
        ? address.GetLeftPart(UriPartial.Path) + string.Concat(Pairs(address).Where(pair => !IsOfSignature(NameOf(pair))).Select(pair => $"&{pair}"))
        : address.AbsoluteUri;

    private static string[] Pairs(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(string pair) => Uri.UnescapeDataString(pair.Split('=', 2)[0]);

    private static bool IsOfSignature(string name) => Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
