using System.Security.Cryptography;

namespace RasterAnalysis.Processing;

/// <summary>Tells whether a section's file is still the one that was finished: a crash may lose what the disk had not yet written.</summary>
public static class SectionHash
{
    /// <summary>Computes the SHA-256 of a finished file. Whether the disk has it nobody waits for: whoever goes on after a crash looks with <see cref="Fits"/>.</summary>
    /// <returns>Hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
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
