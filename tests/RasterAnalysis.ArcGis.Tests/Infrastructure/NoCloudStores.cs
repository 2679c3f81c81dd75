using RasterAnalysis.Rasters;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>The cloud stores of an operator who has none.</summary>
internal sealed class NoCloudStores : ICloudStores
{
    public IReadOnlyList<string> Names => [];

    public bool Has(string store) => false;

    public bool IsWritable(string store) => false;

    public Task<Uri> SignAsync(Uri address, CancellationToken cancellationToken) => throw None();

    public Task<IReadOnlyList<CloudObject>> ListAsync(string store, string folder, int most, CancellationToken cancellationToken) => throw None();

    public Task WriteAsync(Uri address, string file, string contentType, CancellationToken cancellationToken) => throw None();

    private static RasterAccessException None() => new("There is no cloud store.");
}
