using System.Text;

namespace RasterAnalysis.Files;

/// <summary>Writes files that are there complete or not at all, whatever ends the process, and whoever writes the same one at the same time.</summary>
public static class WholeFile
{
    /// <summary>Writes a text in UTF-8.</summary>
    /// <param name="path">The file, in a folder that is there; one that exists is replaced.</param>
    /// <param name="text">All of it.</param>
    /// <exception cref="IOException">It cannot be written, because the disk is full, say. Nothing of it is left.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file, in a folder that is there; one that exists is replaced.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It cannot be written, because the disk is full, say. Nothing of it is left.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllBytes(partial, content);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            // where the folder is gone, so is this
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }

            throw;
        }
    }
}
