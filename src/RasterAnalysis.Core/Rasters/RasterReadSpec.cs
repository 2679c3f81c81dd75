namespace RasterAnalysis.Rasters;

/// <summary>What to open, and on which grid to read it.</summary>
/// <param name="Path">File, or another name that GDAL opens, or an image service (<see cref="ImageServicePath"/>).</param>
/// <param name="IsTrusted">
/// True for files of the operator's raster stores: every driver may open them. False for what a stranger brought: only drivers that read
/// nothing but the file itself.
/// </param>
/// <param name="Bands">1-based bands in the order in which they are delivered.</param>
/// <param name="WarpTo">The grid onto which the raster is projected and resampled; null to read its own pixels.</param>
/// <param name="Resampling">How, when <paramref name="WarpTo"/> is set.</param>
/// <param name="Members">
/// For a mosaic: its rasters, the uppermost first; null for a single raster. <paramref name="WarpTo"/> must be set, and <paramref name="Path"/> and
/// <paramref name="IsTrusted"/> are not looked at.
/// </param>
public sealed record RasterReadSpec(
    string Path, bool IsTrusted, IReadOnlyList<int> Bands, RasterGrid? WarpTo = null, ResamplingMethod Resampling = ResamplingMethod.Nearest,
    IReadOnlyList<MosaicMember>? Members = null);
