using System.Text.Json;

namespace RasterAnalysis.Stac;

/// <summary>A STAC document as it came from another server: an Item, or an ItemCollection (a FeatureCollection of items, as searches answer).</summary>
/// <param name="Items">Its items, the uppermost of a mosaic first: by cloud cover, those that say none last, then the newest first.</param>
/// <param name="HasMore">Whether it says that there are more items on another page.</param>
public sealed record StacDocument(IReadOnlyList<StacItem> Items, bool HasMore)
{
    /// <summary>Bytes that a document may have.</summary>
    public const int MostBytes = 8 << 20;

    /// <summary>Items that a document may have.</summary>
    public const int MostItems = 1000;

    /// <summary>How deep objects and arrays may lie in each other.</summary>
    public const int MostDepth = 64;

    /// <summary>Whether a file looks like JSON rather than like a raster, by its beginning.</summary>
    /// <param name="path">Full path.</param>
    public static bool IsOne(string path)
    {
        Span<byte> head = stackalloc byte[64];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        head = StacBytes.TrimMark(head);
        return head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }

    /// <summary>Reads a document.</summary>
    /// <param name="path">Full path of its file.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="field">The request's field that named it.</param>
    /// <exception cref="InvalidRequestException">It is none, or too large; the text names what is wrong in it.</exception>
    public static StacDocument Read(string path, Uri address, string field)
    {
        var length = new FileInfo(path).Length;
        if (length > MostBytes)
        {
            throw new InvalidRequestException(field, $"is a STAC document of {length} bytes; {MostBytes} are the most. Ask for fewer items, or leave out fields.");
        }

        try
        {
            using var document = JsonDocument.Parse(StacBytes.TrimMark(File.ReadAllBytes(path)), new JsonDocumentOptions { MaxDepth = MostDepth });
            return new StacReader(address, field).Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidRequestException(field, $"is no STAC document that can be read: {exception.Message.Split(" LineNumber", 2)[0]}");
        }
    }
}
