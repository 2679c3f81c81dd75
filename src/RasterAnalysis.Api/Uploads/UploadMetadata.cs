using System.Text;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Api.Uploads;

/// <summary>What a client says of its file: <c>Upload-Metadata</c>, pairs of a key and a value in Base64 with commas between them.</summary>
/// <param name="FileName">Name of the file; may be hostile.</param>
/// <param name="Title">Title of the item; null for the file's name.</param>
/// <param name="Folder">Folder of the item; empty for the root.</param>
internal sealed record UploadMetadata(string FileName, string? Title, string Folder)
{
    private const int MaxLength = 8192;
    private const int MaxValueLength = 1024;
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Reads the header. Keys that are not known are left aside, as the protocol has it: clients send their own.</summary>
    /// <exception cref="InvalidRequestException">It cannot be read, has no <c>filename</c>, or its folder is none.</exception>
    public static UploadMetadata Read(string header)
    {
        if (header.Length > MaxLength)
        {
            throw new InvalidRequestException(UploadHeaders.Metadata, $"is longer than {MaxLength} characters.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ');
            if (parts.Length > 2 || !values.TryAdd(parts[0], parts.Length == 1 ? "" : Decode(parts[0], parts[1])))
            {
                throw new InvalidRequestException(UploadHeaders.Metadata, $"has '{UploadHeaders.Shorten(pair)}'; it must be keys, each once and with a blank and its value in Base64, with commas between them.");
            }
        }

        var name = values.GetValueOrDefault("filename") is { Length: > 0 } given ? given : throw new InvalidRequestException(
            $"{UploadHeaders.Metadata}.filename", "is missing: the file's name tells what kind of file it is.");
        return new UploadMetadata(name, values.GetValueOrDefault("title"), ContentFolder.TitleOf(values.GetValueOrDefault("folder"), $"{UploadHeaders.Metadata}.folder"));
    }

    private static string Decode(string key, string text)
    {
        try
        {
            return Utf8.GetString(Convert.FromBase64String(text)) is { Length: <= MaxValueLength } value ? value
                : throw new InvalidRequestException($"{UploadHeaders.Metadata}.{key}", $"is longer than {MaxValueLength} characters.");
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw new InvalidRequestException($"{UploadHeaders.Metadata}.{UploadHeaders.Shorten(key)}", "is no text in UTF-8 and Base64.");
        }
    }
}
