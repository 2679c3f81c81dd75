using RasterAnalysis.Onnx;

namespace RasterAnalysis.Models;

/// <summary>
/// Where a network may keep its weights: in files beside it, inside the package. ONNX Runtime opens them by the path that the network writes, so
/// that path is checked before the network is loaded (<c>docs/reference/dlpk-and-emd.md#weights-outside-the-file</c>).
/// </summary>
internal static class ExternalDataRules
{
    /// <summary>Checks all of a network's external files.</summary>
    /// <param name="packageFolder">Full path of the package.</param>
    /// <param name="networkPath">Full path of the ONNX file.</param>
    /// <param name="model">The network.</param>
    /// <exception cref="ModelPackageException">A file lies outside the package or is missing.</exception>
    public static void Check(string packageFolder, string networkPath, OnnxModel model)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(networkPath))!;
        var root = Path.GetFullPath(packageFolder) + Path.DirectorySeparatorChar;
        foreach (var location in model.ExternalFiles)
        {
            if (PackagePath.Normalize(location) is null || location.Contains('\\', StringComparison.Ordinal))
            {
                throw new ModelPackageException($"The network keeps weights in '{location}', which lies outside the package; it must be a file beside the network.");
            }

            var file = new FileInfo(Path.GetFullPath(Path.Combine(beside, location)));
            if (!file.FullName.StartsWith(root, StringComparison.Ordinal) || file.LinkTarget is not null || !file.Exists)
            {
                throw new ModelPackageException($"The network keeps weights in '{location}', which is not in the package; add that file beside the network.");
            }
        }
    }
}
