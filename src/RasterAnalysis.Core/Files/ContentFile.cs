using System.Security.Cryptography;

namespace RasterAnalysis.Files;

/// <summary>A file that is made from others and known by its content, so that other content is another file. Several processes may make it at the same time.</summary>
internal static class ContentFile
{
    private const int HashLength = 16;

    /// <summary>Whether a file is of a kind, by its name.</summary>
    public static bool IsOne(string path, string kind)
    {
        var middle = Path.GetExtension(Path.GetFileNameWithoutExtension(path));
        return middle.Length == kind.Length + HashLength + 2 && middle.StartsWith($".{kind}-", StringComparison.Ordinal) && middle[^HashLength..].All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Writes the file, unless it is there with this content.</summary>
    /// <param name="folder">Folder of the service's own.</param>
    /// <param name="stem">How its name begins.</param>
    /// <param name="kind">What it is, a part of its name.</param>
    /// <param name="content">An ONNX file.</param>
    /// <returns>Full path.</returns>
    public static string Write(string folder, string stem, string kind, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength];
        var path = Path.Combine(folder, $"{stem}.{kind}-{hash}.onnx");
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return path;
        }

        WholeFile.Write(path, content);
        return path;
    }
}
