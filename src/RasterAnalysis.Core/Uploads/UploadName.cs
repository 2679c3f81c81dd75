using System.Text;

namespace RasterAnalysis.Uploads;

/// <summary>Names of uploaded files, as a client may send them, made into names of files in an item's folder.</summary>
internal static class UploadName
{
    /// <summary>The folder, beside an item's file, where a package is unpacked.</summary>
    public const string PackageFolder = Storage.DataLayout.PackageFolderName;

    /// <summary>Linux takes 255 bytes; the sidecar files of a raster have longer names than the raster.</summary>
    private const int MaxBytes = 200;

    private const string Otherwise = "upload";

    /// <summary>The last part of the name, without what a file system does not take; its end is kept when it is too long, for the extension is there.</summary>
    public static string Safe(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        var safe = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            safe.Append(Rune.IsControl(rune) || ":*?\"<>|".Contains((char)(rune.IsBmp ? rune.Value : 0), StringComparison.Ordinal) ? "_" : rune.ToString());
        }

        var text = Shorten(safe.ToString().TrimStart('.'));
        return text.Length == 0 ? Otherwise : text.Equals(PackageFolder, StringComparison.OrdinalIgnoreCase) ? $"_{text}" : text;
    }

    private static string Shorten(string name)
    {
        var start = 0;
        var left = Encoding.UTF8.GetByteCount(name);
        foreach (var rune in name.EnumerateRunes())
        {
            if (left <= MaxBytes)
            {
                break;
            }

            left -= rune.Utf8SequenceLength;
            start += rune.Utf16SequenceLength;
        }

        return name[start..].TrimStart('.');
    }
}
