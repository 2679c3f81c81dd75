using System.Globalization;
using System.Security.Cryptography;

namespace RasterAnalysis.Files;

/// <summary>A file as it was at a moment: enough to see whether it was changed or replaced since.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedTicks">Last change, ticks of UTC.</param>
public sealed record FileStamp(string Path, long Length, long ModifiedTicks)
{
    /// <summary>Size and time as an HTTP entity tag, quotes included (RFC 9110, 8.8.3).</summary>
    public string EntityTag => string.Create(CultureInfo.InvariantCulture, $"\"{ModifiedTicks:x}-{Length:x}\"");

    /// <summary>A file as it is now.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(path, file.Length, file.LastWriteTimeUtc.Ticks);
    }

    /// <summary>A file as it is now; null when there is none.</summary>
    public static FileStamp? Find(string path)
    {
        try
        {
            return Of(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is still the same.</summary>
    public bool IsUnchanged() => Find(Path) == this;

    /// <summary>What tells this file from others: its content where it is read anyway or small, else its path, size and time.</summary>
    /// <param name="byContent">Whether to read the file, however large.</param>
    /// <param name="smallBytes">Files up to this size are read in any case.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Identity(bool byContent, long smallBytes)
    {
        if (!byContent && Length > smallBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Path}|{Length}|{ModifiedTicks}");
        }

        using var file = File.OpenRead(Path);
        return $"{System.IO.Path.GetExtension(Path)}|{Convert.ToHexString(SHA256.HashData(file))}";
    }
}
