using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.Storage;

/// <summary>
/// Seals tokens that a job has to keep until it is done, so that the database and its copies do not hold them in clear text. The key is a file of
/// the data folder (AES-256-GCM), made when it is first needed, readable by the service's user alone; machines that share the folder share the key.
/// </summary>
/// <param name="keyPath">Full path of the key.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class SecretBox(string keyPath)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly Lock _lock = new();
    private byte[]? _key;

    /// <summary>Seals a text.</summary>
    /// <returns>Base64 of nonce, tag and cipher text.</returns>
    public string Seal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(Key(), TagBytes);
        cipher.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Opens what <see cref="Seal"/> sealed.</summary>
    /// <exception cref="Rasters.RasterAccessException">It was sealed with another key: the data folder is another one.</exception>
    public string Open(string text)
    {
        try
        {
            var sealedBytes = Convert.FromBase64String(text);
            var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(Key(), TagBytes);
            cipher.Decrypt(
                sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or OverflowException)
        {
            throw new Rasters.RasterAccessException("The job's token cannot be opened: its key is not in this data folder. Submit the job again.", false, exception);
        }
    }

    private byte[] Key()
    {
        lock (_lock)
        {
            return _key ??= ReadKey() ?? MakeKey();
        }
    }

    private byte[]? ReadKey() => File.Exists(keyPath) && File.ReadAllBytes(keyPath) is { Length: KeyBytes } key ? key : null;

    /// <summary>Another process may make it at the same time: the one that is there first counts.</summary>
    private byte[] MakeKey()
    {
        var partial = $"{keyPath}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(keyPath)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(partial, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            }

            File.Move(partial, keyPath, overwrite: false);
        }
        catch (IOException) when (File.Exists(keyPath))
        {
            // made by another process in between
        }
        finally
        {
            File.Delete(partial);
        }

        return ReadKey() ?? throw new IOException($"The key file '{Path.GetFileName(keyPath)}' of the data folder is damaged.");
    }
}
