using System.Globalization;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Copies published results into the cloud store that the request names.</summary>
internal sealed class StoredResults(ICloudStores stores)
{
    private const string Field = "outputStore";
    private const string Sidecar = ".aux.xml";

    /// <summary>Copies them, each raster behind what goes with it. A result that cannot be copied is a result nevertheless, and the job says why.</summary>
    /// <param name="item">The published result.</param>
    /// <param name="path">The path of the request.</param>
    /// <param name="say">Hears what was written, or why nothing was.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task WriteAsync(CatalogItem item, string path, Func<JobMessageType, string, Task> say, CancellationToken cancellationToken)
    {
        (string? Part, string Path)[] rasters = item.Members.Count > 0 ? [.. item.Members.Select(member => ((string?)member.Name, member.Path))] : [(null, item.DataPath)];
        try
        {
            OutputStorePath.Check(stores, path, Field);
            foreach (var (part, file) in rasters)
            {
                var address = OutputStorePath.AddressOf(path, item.ServiceName!, part, Field);
                if (File.Exists(file + Sidecar) && CloudAddress.TryRead(address, out var store, out var key))
                {
                    await stores.WriteAsync(CloudAddress.Of(store, key + Sidecar), file + Sidecar, "application/xml", cancellationToken);
                }

                await stores.WriteAsync(address, file, "image/tiff", cancellationToken);
                await say(JobMessageType.Informative, string.Create(CultureInfo.InvariantCulture, $"Written to {CloudAddress.PathOf(address)}, {new FileInfo(file).Length:N0} bytes."));
            }
        }
        catch (RasterAnalysisException exception)
        {
            await say(JobMessageType.Warning, $"The result is here, but no copy was written to {path}: {exception.Message} The same job submitted again takes this result and tries once more.");
        }
    }
}
