using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Compares the settings that bear on security with those of the last start. The first start has none to compare with.</summary>
internal sealed class SettingChanges(IDbContextFactory<RasterAnalysisDbContext> contexts, IAudit audit, AuditSettings settings, ILogger<SettingChanges> logger)
{
    /// <summary>The row that says that there was a start, whatever was set then.</summary>
    private const string Start = "";

    private const string NotSet = "not set";

    /// <summary>Records each setting that is another one now, and keeps them for the next start. It does not keep the service from starting.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = await ReplaceAsync(cancellationToken);
            if (!before.ContainsKey(Start))
            {
                return;
            }

            foreach (var name in before.Keys.Union(settings.Watched.Keys, StringComparer.OrdinalIgnoreCase).Where(name => name != Start).Order(StringComparer.OrdinalIgnoreCase))
            {
                var (was, now) = (before.GetValueOrDefault(name, NotSet), settings.Watched.GetValueOrDefault(name, NotSet));
                if (was != now)
                {
                    await audit.RecordAsync(new AuditEvent(AuditAction.SettingChanged) { Kind = "setting", Target = name, TargetName = name, Detail = $"{was} -> {now}" });
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "The settings could not be compared with those of the last start");
        }
    }

    private async Task<Dictionary<string, string>> ReplaceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var rows = await context.Database.ReadAsync(
            """SELECT "Name", "Value" FROM "WatchedSettings" """, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancellationToken);
        var before = new Dictionary<string, string>(rows, StringComparer.OrdinalIgnoreCase);
        var now = new Dictionary<string, string>(settings.Watched, StringComparer.OrdinalIgnoreCase) { [Start] = "" };
        if (now.Count != before.Count || now.Any(pair => before.GetValueOrDefault(pair.Key) != pair.Value))
        {
            await context.Database.ExecuteSqlAsync($"""DELETE FROM "WatchedSettings" """, cancellationToken);
            foreach (var (name, value) in now)
            {
                await context.Database.ExecuteSqlAsync($"""INSERT INTO "WatchedSettings" ("Name", "Value") VALUES ({name}, {value})""", cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        return before;
    }
}
