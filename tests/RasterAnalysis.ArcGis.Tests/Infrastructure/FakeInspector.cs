using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Takes every file that begins as a TIFF for the raster <see cref="Some.Ortho"/>, and knows no package.</summary>
internal sealed class FakeInspector : IProcessingInspector
{
    public async Task<RasterInfo> DescribeRasterAsync(string path, bool isTrusted, CancellationToken cancellationToken) =>
        (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().StartsWith("II*"u8)
            ? Some.Ortho.Raster! : throw new RasterAccessException("No driver opens it.");

    public Task<IReadOnlyList<PublishedClass>> ReadClassesAsync(string path, bool isTrusted, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedClass>>([]);

    public Task<RasterInfo> DescribeMosaicAsync(IReadOnlyList<MosaicMember> members, string targetPath, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(ModelDescription Description, IReadOnlyList<string> Warnings)> DescribeModelAsync(
        string definitionPath, bool runsPackageCode, Action? onConversion, CancellationToken cancellationToken) =>
        throw new ModelPackageException("The package has no .emd.");
}
