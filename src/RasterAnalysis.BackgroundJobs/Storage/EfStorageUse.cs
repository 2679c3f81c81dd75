using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Sums up what the items in the database say of their files. A row that cannot be read is as none.</summary>
internal sealed class EfStorageUse(IDbContextFactory<RasterAnalysisDbContext> contexts) : IStorageUse
{
    public async Task<long> BytesOfAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var bytes = 0L;
        await foreach (var document in context.Items.Where(item => item.Owner == owner).Select(item => item.Document).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            bytes += BytesOf(document);
        }

        return bytes;
    }

    private static long BytesOf(string document)
    {
        try
        {
            return PlanJson.Read<CatalogItem>(document).KeptBytes;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
