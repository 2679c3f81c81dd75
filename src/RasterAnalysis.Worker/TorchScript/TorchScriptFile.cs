using System.IO.Compression;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>Tells TorchScript modules (<c>torch.jit.save</c>) from other files. Their endings do not: <c>.pt</c> and <c>.pth</c> hold weights as often.</summary>
internal static class TorchScriptFile
{
    // "PK", and the mark of a file's header
    private static readonly byte[] ZipMark = [0x50, 0x4B, 0x03, 0x04];

    /// <summary>Whether a file is a zip archive with <c>constants.pkl</c> and <c>code/</c> in its one folder.</summary>
    public static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> mark = stackalloc byte[ZipMark.Length];
        if (file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) < mark.Length || !mark.SequenceEqual(ZipMark))
        {
            return false;
        }

        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            return archive.Entries.FirstOrDefault(entry => entry.Name == "constants.pkl") is { } constants
                && archive.Entries.Any(entry => entry.FullName.StartsWith(constants.FullName[..^"constants.pkl".Length] + "code/", StringComparison.Ordinal));
        }
        catch (InvalidDataException)
        {
            // a zip archive that is cut off: who reads it says so
            return false;
        }
    }
}
