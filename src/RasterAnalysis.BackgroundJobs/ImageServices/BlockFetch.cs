using System.Globalization;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Fetches one block, in smaller ones when the service refuses it or breaks over it.</summary>
internal sealed class BlockFetch(
    ImageServiceClient client, BlockLimit limit, SemaphoreSlim places, ImageServiceRaster raster, ImageServiceSource source, string folder,
    Func<string, Task> say)
{
    private const int MinSide = 64;

    /// <summary>Fetches it. Files that an earlier run has fetched are taken as they are.</summary>
    /// <returns>Files that together cover the block once.</returns>
    /// <exception cref="RasterAccessException">The service does not give it.</exception>
    public Task<IReadOnlyList<PageFile>> FetchAsync(PixelWindow window, CancellationToken cancellationToken) =>
        FetchAsync(window, mayHalve: true, cancellationToken);

    /// <param name="window">The block.</param>
    /// <param name="mayHalve">Whether a service that breaks is asked once for half the block; one that says "too large" is, again and again.</param>
    /// <param name="cancellationToken">Stops.</param>
    private async Task<IReadOnlyList<PageFile>> FetchAsync(PixelWindow window, bool mayHalve, CancellationToken cancellationToken)
    {
        if (PathOf(window) is var whole && File.Exists(whole))
        {
            return [new PageFile(window, whole)];
        }

        var side = Math.Max(window.Width, window.Height);
        if (side > limit.Side)
        {
            return await FetchPartsAsync(window, limit.Side, mayHalve, cancellationToken);
        }

        ServiceFault? fault;
        await places.WaitAsync(cancellationToken);
        try
        {
            fault = await client.ExportAsync(ExportRequest.For(raster, source, window), whole, cancellationToken);
        }
        finally
        {
            places.Release();
        }

        var half = (side + 1) / 2;
        switch (fault?.Kind)
        {
            case null:
                return [new PageFile(window, whole)];
            case ServiceFaultKind.TooLarge when half >= MinSide:
                if (limit.Lower(half))
                {
                    await say(string.Create(CultureInfo.InvariantCulture, $"{fault.Text} Smaller blocks are asked for, of at most {half} pixels."));
                }

                return await FetchPartsAsync(window, half, mayHalve, cancellationToken);
            case ServiceFaultKind.ServerError or ServiceFaultKind.Unreachable when mayHalve && half >= MinSide:
                await say(string.Create(CultureInfo.InvariantCulture, $"{fault.Text} {window} is asked for once more in blocks of {half} pixels."));
                return await FetchPartsAsync(window, half, mayHalve: false, cancellationToken);
            default:
                throw fault.ToException();
        }
    }

    private async Task<IReadOnlyList<PageFile>> FetchPartsAsync(PixelWindow window, int side, bool mayHalve, CancellationToken cancellationToken)
    {
        var files = new List<PageFile>();
        foreach (var part in PageGrid.Split(window, side))
        {
            files.AddRange(await FetchAsync(part, mayHalve, cancellationToken));
        }

        return files;
    }

    private string PathOf(PixelWindow window) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"answer-{window.ColumnOffset}-{window.RowOffset}-{window.Width}-{window.Height}.tif"));
}
