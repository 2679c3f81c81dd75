using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Provenance;

/// <summary>Where a result came from, in its item's folder: <c>provenance.json</c> as it is shown, with the hash of the record in it, the record, and the signature of what is shown.</summary>
/// <param name="layout">Where the data folder is.</param>
/// <param name="key">Signs.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class ProvenanceStore(DataLayout layout, ProvenanceKey key)
{
    /// <summary>The member of the document's properties with the hash of the record.</summary>
    public const string RecordProperty = "rasteranalysis:record";

    /// <summary>Whether there is something about an item.</summary>
    public bool Has(string itemId) => File.Exists(SignaturePath(itemId));

    /// <summary>The document as it is shown and signed, in UTF-8; null where there is none.</summary>
    public byte[]? FindDocument(string itemId) => Has(itemId) ? File.ReadAllBytes(DocumentPath(itemId)) : null;

    /// <summary>Its signature, with the document in it; null where there is none.</summary>
    public string? FindSignature(string itemId) => Has(itemId) ? File.ReadAllText(SignaturePath(itemId)) : null;

    /// <summary>Keeps a record and its document, which is signed; the signature last, so that it stands for all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string itemId, ProvenanceRecord record, JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var recorded = JsonSerializer.SerializeToUtf8Bytes(record, PlanJson.Options);
        document["properties"]![RecordProperty] = Multihash(Convert.ToHexStringLower(SHA256.HashData(recorded)));
        var shown = JsonSerializer.SerializeToUtf8Bytes(document);
        WholeFile.Write(RecordPath(itemId), recorded);
        WholeFile.Write(DocumentPath(itemId), shown);
        WholeFile.Write(SignaturePath(itemId), System.Text.Encoding.ASCII.GetBytes(key.Sign(shown)));
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="RasterAccessException">There is none, or somebody changed it, the document or the signature.</exception>
    public ProvenanceRecord ReadRecord(string itemId)
    {
        if (FindSignature(itemId) is not { } signature)
        {
            throw new RasterAccessException($"Nothing says how the item '{itemId}' was made: an earlier version of the service made it. Run its job again.");
        }

        var recorded = File.Exists(RecordPath(itemId)) ? File.ReadAllBytes(RecordPath(itemId)) : [];
        return key.Open(signature) is { } shown && FindDocument(itemId) is { } document && shown.AsSpan().SequenceEqual(document)
            && (string?)JsonNode.Parse(shown)!["properties"]![RecordProperty] == Multihash(Convert.ToHexStringLower(SHA256.HashData(recorded)))
            ? JsonSerializer.Deserialize<ProvenanceRecord>(recorded, PlanJson.Options)!
            : throw new RasterAccessException($"What is kept of the making of the item '{itemId}' was changed since: it is not what this service has signed.");
    }

    /// <summary>A SHA-256 as STAC's file extension writes hashes: in hexadecimal digits with the code of the function and the length before it (multihash).</summary>
    public static string Multihash(string sha256) => $"1220{sha256}";

    private string DocumentPath(string itemId) => Path.Combine(layout.ItemFolder(itemId), "provenance.json");

    private string RecordPath(string itemId) => Path.Combine(layout.ItemFolder(itemId), "provenance-record.json");

    private string SignaturePath(string itemId) => Path.Combine(layout.ItemFolder(itemId), "provenance.jws");
}
