using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.Errors;

/// <summary>Reads JSON bodies, leniently, within bounds.</summary>
internal static class RequestBody
{
    private const int MaxBytes = 16 << 20;

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="InvalidRequestException">It is too large, no UTF-8, or no JSON object.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        using var content = new MemoryStream();
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxBytes)
            {
                throw TooLarge();
            }
        }

        try
        {
            return LenientJson.Parse(new UTF8Encoding(false, true).GetString(content.GetBuffer(), 0, (int)content.Length)) as JsonObject
                ?? throw new InvalidRequestException("body", "must be a JSON object.");
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw new InvalidRequestException("body", exception.Message);
        }
    }

    private static InvalidRequestException TooLarge() => new("body", $"is larger than {MaxBytes} bytes.");
}
