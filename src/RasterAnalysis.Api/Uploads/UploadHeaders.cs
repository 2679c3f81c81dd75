using System.Globalization;
using System.Security.Cryptography;

namespace RasterAnalysis.Api.Uploads;

/// <summary>The headers of tus 1.0, as they are read.</summary>
internal static class UploadHeaders
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,expiration,checksum,termination";
    public const string Algorithms = "sha1,sha256";
    public const string PartType = "application/offset+octet-stream";

    public const string Resumable = "Tus-Resumable";
    public const string Versions = "Tus-Version";
    public const string Extension = "Tus-Extension";
    public const string MaxSize = "Tus-Max-Size";
    public const string ChecksumAlgorithm = "Tus-Checksum-Algorithm";
    public const string Offset = "Upload-Offset";
    public const string Length = "Upload-Length";
    public const string DeferLength = "Upload-Defer-Length";
    public const string Concat = "Upload-Concat";
    public const string Metadata = "Upload-Metadata";
    public const string Expires = "Upload-Expires";
    public const string Checksum = "Upload-Checksum";
    public const string MethodOverride = "X-HTTP-Method-Override";

    /// <summary>What answers say by headers.</summary>
    public static readonly string[] OfAnswers = [Resumable, Versions, Extension, MaxSize, ChecksumAlgorithm, Offset, Length, Metadata, Expires];

    /// <summary>A number of bytes.</summary>
    /// <exception cref="InvalidRequestException">The header is missing, or no whole number of bytes that there can be.</exception>
    public static long ReadBytes(HttpRequest request, string header)
    {
        var text = request.Headers[header].ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes
            : throw new InvalidRequestException(header, text.Length == 0 ? "is missing; it must be a number of bytes." : $"is '{Shorten(text)}'; it must be a number of bytes, 0 to {long.MaxValue}.");
    }

    /// <summary>How the body is proved; null where it is not.</summary>
    /// <exception cref="InvalidRequestException">The header cannot be read, or names an algorithm that is not known here.</exception>
    public static (HashAlgorithmName Algorithm, byte[] Hash)? ReadChecksum(HttpRequest request)
    {
        var text = request.Headers[Checksum].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        var parts = text.Split(' ');
        var hash = new byte[64];
        (HashAlgorithmName Name, int Bytes)? algorithm = parts[0] switch { "sha1" => (HashAlgorithmName.SHA1, 20), "sha256" => (HashAlgorithmName.SHA256, 32), _ => null };
        return algorithm is { } known && parts.Length == 2 && Convert.TryFromBase64String(parts[1], hash, out var bytes) && bytes == known.Bytes ? (known.Name, hash[..bytes])
            : throw new InvalidRequestException(Checksum, $"is '{Shorten(text)}'; it must be the name of an algorithm ({Algorithms}), a blank and the hash in Base64.");
    }

    public static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
