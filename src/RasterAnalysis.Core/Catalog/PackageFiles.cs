using RasterAnalysis.Models;

namespace RasterAnalysis.Catalog;

/// <summary>The files of a package's item, as they lie beside the file that was brought.</summary>
internal static class PackageFiles
{
    /// <summary>Unpacks them.</summary>
    /// <param name="data">Full path of the file that was brought.</param>
    /// <param name="folder">Full path of the folder for them; one that is there is replaced.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <exception cref="ModelPackageException">The archive is damaged, or too large.</exception>
    public static void Unpack(string data, string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (BareModel.IsOne(data))
        {
            // it is a package by itself
            Directory.CreateDirectory(folder);
            File.Copy(data, Path.Combine(folder, Path.GetFileName(data)));
            return;
        }

        using var archive = File.OpenRead(data);
        ModelPackageArchive.Extract(archive, folder, null, cancellationToken);
    }
}
