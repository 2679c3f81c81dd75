using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Provenance;

/// <summary>
/// Signs what the service says of its results, as JWS in the compact form with ES256 (RFC 7515, RFC 7518 3.4). The key is a file of the data folder, made at the first start, readable by the
/// service's user alone; machines that share the folder share it.
/// </summary>
/// <param name="layout">Where the data folder is.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class ProvenanceKey(DataLayout layout)
{
    private const string MediaType = "application/geo+json";
    private readonly Lock _lock = new();
    private ECDsa? _key;

    private string KeyPath => Path.Combine(layout.Root, "provenance.key");

    /// <summary>The public key as a JWK (RFC 7517), with its thumbprint (RFC 7638) as <c>kid</c>.</summary>
    public JsonObject PublicKey
    {
        get
        {
            lock (_lock)
            {
                var point = Key().ExportParameters(includePrivateParameters: false).Q;
                var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
                return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y, ["kid"] = Thumbprint(x, y), ["use"] = "sig", ["alg"] = "ES256" };
            }
        }
    }

    /// <summary>Makes the key, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Ensure()
    {
        if (!File.Exists(KeyPath))
        {
            MakeKey();
        }
    }

    /// <summary>Signs a document.</summary>
    /// <param name="payload">Its bytes.</param>
    public string Sign(ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            var header = new JsonObject { ["alg"] = "ES256", ["kid"] = (string)PublicKey["kid"]!, ["cty"] = MediaType };
            var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(payload)}";
            return $"{signed}.{Base64Url.EncodeToString(Key().SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }
    }

    /// <summary>The document in what <see cref="Sign"/> gave; null where this key has not signed it.</summary>
    public byte[]? Open(string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var parts = signature.Split('.');
        try
        {
            lock (_lock)
            {
                return parts.Length == 3 && Key().VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)
                    ? Base64Url.DecodeFromChars(parts[1]) : null;
            }
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    private ECDsa Key()
    {
        if (_key is null)
        {
            Ensure();
            _key = ECDsa.Create();
            _key.ImportFromPem(File.ReadAllText(KeyPath));
        }

        return _key;
    }

    /// <summary>Another process may make it at the same time: the one that is there first counts.</summary>
    private void MakeKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var partial = $"{KeyPath}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(layout.Root);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(partial, options))
            {
                file.Write(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
            }

            File.Move(partial, KeyPath, overwrite: false);
        }
        catch (IOException) when (File.Exists(KeyPath))
        {
            File.Delete(partial);
        }
    }
}
