using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Catalog;

/// <summary>Opens strangers' files in a processing instance, so that a hostile one takes down nothing else.</summary>
public interface IProcessingInspector
{
    /// <summary>Opens a raster and says what it is.</summary>
    /// <exception cref="RasterAccessException">It cannot be opened, by the drivers that are allowed.</exception>
    Task<RasterInfo> DescribeRasterAsync(string path, bool isTrusted, CancellationToken cancellationToken);

    /// <summary>Reads the classes that a classified raster of this service carries in its own metadata.</summary>
    /// <returns>Empty for other rasters.</returns>
    /// <exception cref="RasterAccessException">It cannot be opened, by the drivers that are allowed.</exception>
    Task<IReadOnlyList<PublishedClass>> ReadClassesAsync(string path, bool isTrusted, CancellationToken cancellationToken);

    /// <summary>Opens the rasters of a mosaic, says what they are together, and writes a virtual raster of them for pictures.</summary>
    /// <param name="members">Its rasters, the uppermost first.</param>
    /// <param name="targetPath">The virtual raster.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together.</exception>
    Task<RasterInfo> DescribeMosaicAsync(IReadOnlyList<MosaicMember> members, string targetPath, CancellationToken cancellationToken);

    /// <summary>Loads the network of an unpacked package, runs it once and says what it is. Where an ONNX network has to be made of its file first, that is done before.</summary>
    /// <param name="definitionPath">Full path of the package's folder, or of an <c>.emd</c>.</param>
    /// <param name="runsPackageCode">Whether program code of the package's own may run: publishers alone bring such packages.</param>
    /// <param name="onConversion">Called when a network has to be made, which may take as long as <see cref="ConversionOptions.Time"/> and wait for others; null for nobody.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ModelPackageException">The package cannot be used.</exception>
    /// <exception cref="BusyException">Too many networks are being tried.</exception>
    Task<(ModelDescription Description, IReadOnlyList<string> Warnings)> DescribeModelAsync(
        string definitionPath, bool runsPackageCode, Action? onConversion, CancellationToken cancellationToken);
}
