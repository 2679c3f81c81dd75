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

    /// <summary>Reads two rows and writes one.</summary>
    /// <exception cref="Exception">It cannot; whatever the database says.</exception>
    public async Task TryDatabaseAsync(CancellationToken cancellationToken)
    {
        if (_options.IsEmbedded && _options.DatabasePath(_layout) is { } path && !File.Exists(path))
        {
            // SQLite would write on into a file that nobody sees any more
            throw new FileNotFoundException("The file of the database is gone.", path);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.ReadAsync("""SELECT * FROM "Jobs" ORDER BY "Submitted" DESC LIMIT 1""", row => row.GetValue(0), cancellationToken);
        await context.Database.ReadAsync("""SELECT * FROM "Items" ORDER BY "Created" DESC LIMIT 1""", row => row.GetValue(0), cancellationToken);
        await Marks.SetAsync(context, Mark, _time.GetUtcNow(), cancellationToken);
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
