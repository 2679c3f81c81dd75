using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>
/// Tables of versions before migrations, which had eleven shapes (<c>tests/databases</c> has one of each). They are set aside, the tables of the first migration are made, and the
/// rows move over: what both have as it is, what is new as derived here.
/// </summary>
internal sealed class FormerTables(RasterAnalysisDbContext context, DatabaseTables former, TimeProvider time)
{
    private const string Aside = "Former";

    /// <summary>What the first of all versions had already: the tables are recognised by it.</summary>
    private static readonly Dictionary<string, string[]> Oldest = new()
    {
        ["Jobs"] = [
            "Id", "Task", "Status", "Progress", "ProgressText", "Submitted", "Started", "Finished", "Request", "Inputs", "OutputName", "Owner", "SectionsTotal", "SectionsDone",
            "ResultItemId"],
        ["JobMessages"] = ["JobId", "Sequence", "Type", "Text", "Time"],
        ["JobSections"] = ["JobId", "Number", "State", "Tries", "ClaimedBy", "Counts", "InvalidScores"],
        ["Items"] = ["Id", "Type", "Created", "ServiceName", "Document"],
    };

    private static readonly string[] Later = ["ServiceNames", "Folders", "Marks"];

    /// <summary>What tables lack that every version had, as <c>Table.Column</c>; null for tables of this service.</summary>
    public static string? MissingFrom(DatabaseTables tables) =>
        Oldest.SelectMany(table => table.Value.Select(column => (Table: table.Key, Column: column)))
            .Where(wanted => !tables.Has(wanted.Table, wanted.Column)).Select(wanted => $"{wanted.Table}.{wanted.Column}").FirstOrDefault();

    /// <summary>Replaces them, within the context's transaction.</summary>
    /// <param name="create">Makes the tables of the first migration.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ReplaceAsync(Func<Task> create, CancellationToken cancellationToken)
    {
        string[] tables = [.. Oldest.Keys, .. Later.Where(former.Columns.Contains)];
        foreach (var table in tables)
        {
            await SetAsideAsync(table, cancellationToken);
        }

        await create();
        var made = await DatabaseTables.ReadAsync(context, cancellationToken);
        foreach (var table in tables.Where(table => table != "JobSections" || former.Has(table, "Width")))
        {
            await MoveRowsAsync(table, made, cancellationToken);
        }

        if (!former.Has("Items", "Owner"))
        {
            await ReadDocumentsAsync(cancellationToken);
        }

        if (!former.Columns.Contains("ServiceNames"))
        {
            await TakeNamesAsync(cancellationToken);
        }

        await BeginUnfinishedAnewAsync(cancellationToken);
        foreach (var table in tables)
        {
            await ExecuteAsync($"""DROP TABLE "{Aside}{table}";""", cancellationToken);
        }
    }

    /// <summary>Renames a table; its indexes go, for their names are those of the new ones.</summary>
    private async Task SetAsideAsync(string table, CancellationToken cancellationToken)
    {
        var isSqlite = context.Database.IsSqlite();
        var indexes = await (isSqlite
            ? context.Database.SqlQuery<string>($"""SELECT name AS "Value" FROM sqlite_master WHERE type = 'index' AND tbl_name = {table} AND sql IS NOT NULL""")
            : context.Database.SqlQuery<string>(
                $"""
                 SELECT indexname AS "Value" FROM pg_indexes
                 WHERE schemaname = current_schema() AND tablename = {table} AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace)
                 """)).ToListAsync(cancellationToken);
        foreach (var index in indexes)
        {
            await ExecuteAsync($"""DROP INDEX "{index}";""", cancellationToken);
        }

        if (!isSqlite)
        {
            await ExecuteAsync($"""ALTER TABLE "{table}" DROP CONSTRAINT "PK_{table}";""", cancellationToken);
        }

        await ExecuteAsync($"""ALTER TABLE "{table}" RENAME TO "{Aside}{table}";""", cancellationToken);
    }

    private Task MoveRowsAsync(string table, DatabaseTables made, CancellationToken cancellationToken)
    {
        var columns = made.Columns[table].Where(column => former.Has(table, column.Name) || !column.IsNullable).ToArray();
        var values = columns.Select(column => former.Has(table, column.Name) ? $"\"{column.Name}\"" : column.Type.Equals("text", StringComparison.OrdinalIgnoreCase) ? "''" : "0");
        return ExecuteAsync(
            $"""
             INSERT INTO "{table}" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))})
             SELECT {string.Join(", ", values)} FROM "{Aside}{table}";
             """,
            cancellationToken);
    }

    /// <summary>Owner, folder and job of an item stood in its document alone, and folders were there by their items.</summary>
    private async Task ReadDocumentsAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await context.Database.SqlQuery<string>($"""SELECT "Id" AS "Value" FROM "Items" """).ToListAsync(cancellationToken))
        {
            var document = await context.Database.SqlQuery<string>($"""SELECT "Document" AS "Value" FROM "Items" WHERE "Id" = {id}""").SingleAsync(cancellationToken);
            var (owner, folder, jobId) = Read(document);
            var key = NameKey.Of(folder);
            await context.Database.ExecuteSqlAsync($"""UPDATE "Items" SET "Owner" = {owner}, "FolderKey" = {key}, "JobId" = {jobId} WHERE "Id" = {id}""", cancellationToken);
            if (folder.Length > 0)
            {
                var (folderId, now) = (CatalogItem.NewId(), time.GetUtcNow().UtcTicks);
                await context.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO "Folders" ("Id", "Owner", "TitleKey", "Title", "Created") VALUES ({folderId}, {owner}, {key}, {folder}, {now})
                     ON CONFLICT ("Owner", "TitleKey") DO NOTHING
                     """,
                    cancellationToken);
            }
        }
    }

    private static (string Owner, string Folder, string? JobId) Read(string document)
    {
        try
        {
            var item = JsonNode.Parse(document);
            return ((string?)item?["owner"] ?? "", (string?)item?["folder"] ?? "", (string?)item?["jobId"]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("", "", null); // a document that cannot be read is as none, wherever it is met
        }
    }

    /// <summary>Names were held by columns of their own: an item's by the item, an unfinished job's by the job.</summary>
    private async Task TakeNamesAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """INSERT INTO "ServiceNames" ("Name", "HolderId") SELECT "ServiceName", "Id" FROM "Items" WHERE "ServiceName" IS NOT NULL;""", cancellationToken);
        await ExecuteAsync(
            $"""
             INSERT INTO "ServiceNames" ("Name", "HolderId") SELECT "ReservedName", "Id" FROM "{Aside}Jobs" WHERE "ReservedName" IS NOT NULL
             ON CONFLICT ("Name") DO NOTHING;
             """,
            cancellationToken);
    }

    /// <summary>Sections of two versions are not put together into one raster, and a plan of an earlier one may say less than this one needs.</summary>
    private async Task BeginUnfinishedAnewAsync(CancellationToken cancellationToken)
    {
        var ended = string.Join(", ", Enum.GetValues<JobStatus>().Where(status => status.IsFinal()).Select(status => $"'{status}'"));
        var now = time.GetUtcNow().UtcTicks;
        await ExecuteAsync($"""DELETE FROM "JobSections" WHERE "JobId" IN (SELECT "Id" FROM "Jobs" WHERE "Status" NOT IN ({ended}));""", cancellationToken);
        await ExecuteAsync(
            $"""
             INSERT INTO "JobMessages" ("JobId", "Sequence", "Type", "Text", "Time")
             SELECT "Id", (SELECT COALESCE(MAX("Sequence") + 1, 0) FROM "JobMessages" WHERE "JobId" = "Jobs"."Id"), '{JobMessageType.Informative}',
                 'The service was upgraded; the job begins anew.', {now}
             FROM "Jobs" WHERE "Status" = '{JobStatus.Executing}';
             """,
            cancellationToken);
        await ExecuteAsync(
            $"""
             UPDATE "Jobs" SET "SectionsTotal" = 0, "SectionsDone" = 0, "Progress" = 0, "ProgressText" = '', "RunId" = NULL, "HeldUntil" = NULL,
                 "Status" = CASE WHEN "Status" = '{JobStatus.Executing}' THEN '{JobStatus.Waiting}' ELSE "Status" END
             WHERE "Status" NOT IN ({ended});
             """,
            cancellationToken);
    }

    /// <summary>The statements are made of names that this class and the database's own catalogue know.</summary>
    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
#pragma warning disable EF1002 // nothing in them comes from users
        await context.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
#pragma warning restore EF1002
    }
}
