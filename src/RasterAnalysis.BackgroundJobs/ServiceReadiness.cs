using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.DataFolder;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Whether jobs and uploads can be taken in: database and data folder are there, can be read, and can be written.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ServiceReadiness
{
    private const string Mark = "looked whether the database can be written";
    private readonly IDbContextFactory<RasterAnalysisDbContext> _contexts;
    private readonly BackgroundJobsOptions _options;
    private readonly DataLayout _layout;
    private readonly TimeProvider _time;

    internal ServiceReadiness(IDbContextFactory<RasterAnalysisDbContext> contexts, BackgroundJobsOptions options, DataLayout layout, TimeProvider time) =>
        (_contexts, _options, _layout, _time) = (contexts, options, layout, time);

    /// <summary>Reads and writes a row.</summary>
    /// <exception cref="Exception">It cannot; whatever the database says.</exception>
    public async Task TryDatabaseAsync(CancellationToken cancellationToken)
    {
        if (_options.IsEmbedded && _options.DatabasePath(_layout) is { } path && !File.Exists(path))
        {
            // SQLite would write on into a file that nobody sees any more
            throw new FileNotFoundException("The file of the database is gone.", path);
        }

        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.AsNoTracking().OrderByDescending(j => j.Submitted).FirstOrDefaultAsync(cancellationToken);
        await context.Items.AsNoTracking().OrderByDescending(i => i.Created).FirstOrDefaultAsync(cancellationToken);
        if (await context.Marks.Where(mark => mark.Name == Mark).ExecuteUpdateAsync(set => set.SetProperty(mark => mark.Time, now), cancellationToken) == 0)
        {
            context.Marks.Add(new MarkEntity { Name = Mark, Time = now });
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Writes a file to the data folder.</summary>
    /// <exception cref="Exception">It cannot; whatever the system says.</exception>
    public void TryFolder()
    {
        if (!Directory.Exists(_layout.Root))
        {
            throw new DirectoryNotFoundException("The data folder is gone.");
        }

        FolderProbe.Write(_layout.Root);
    }
}
