using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Catalog;

/// <summary>Opens strangers' files in a processing instance, so that a hostile one takes down nothing else.</summary>
public interface IProcessingInspector
{
    /// <summary>Opens a raster and says what it is.</summary>
    /// <exception cref="RasterAccessException">It cannot be opened, by the drivers that are allowed.</exception>
    Task<RasterInfo> DescribeRasterAsync(string path, bool isTrusted, CancellationToken cancellationToken);

    /// <summary>Loads the network of an unpacked package, runs it once and says what it is.</summary>
    /// <param name="definitionPath">Full path of the package's folder, or of an <c>.emd</c>.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ModelPackageException">The package cannot be used.</exception>
    Task<(ModelDescription Description, IReadOnlyList<string> Warnings)> DescribeModelAsync(string definitionPath, CancellationToken cancellationToken);
}
