using System.Security.Cryptography;

namespace RasterAnalysis.Processing;

/// <summary>Tells whether a section's file is still the one that was finished: a crash may lose what the disk had not yet written.</summary>
public static class SectionHash
{
    /// <summary>Has the disk write a finished file, and computes its SHA-256.</summary>
    /// <returns>Hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static string Seal(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    /// <summary>Whether a file is there and has the hash.</summary>
    public static bool Fits(string path, string? hash)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        return hash is null || Convert.ToHexString(SHA256.HashData(file)) == hash;
    }
}
