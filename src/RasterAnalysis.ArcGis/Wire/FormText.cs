using System.Text;
using Microsoft.Net.Http.Headers;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>The text of a form's fields: UTF-8, or what the sender says and .NET can read; never guessed, and never with characters in place of bytes that are no text.</summary>
internal static class FormText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encoding that a <c>Content-Type</c> names; UTF-8 where it names none.</summary>
    /// <exception cref="InvalidRequestException">It names one that is not read, UTF-7 among them.</exception>
    public static Encoding EncodingOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Charset).Value is not { Length: > 0 } charset)
        {
            return Strict;
        }

        try
        {
            var found = Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return found.CodePage == Strict.CodePage ? Strict : found;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InvalidRequestException("Content-Type", $"names the charset '{charset}', which is not read; send UTF-8.");
        }
    }

    /// <summary>Reads a field.</summary>
    /// <exception cref="InvalidRequestException">It is no text in that encoding.</exception>
    public static string Read(ReadOnlySpan<byte> bytes, Encoding encoding, string field)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidRequestException(field, $"is no text in {encoding.WebName}; send UTF-8.");
        }
    }
}
