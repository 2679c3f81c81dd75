using Microsoft.Data.Sqlite;
using Npgsql;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage.Migrations;

/// <summary>Tables of every version before migrations become those of this one, with all that is in them.</summary>
public sealed class FormerTablesTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    public static TheoryData<string, bool> Shapes => [
        .. FormerDataFolder.Commits.Select(commit => new TheoryDataRow<string, bool>(commit, false)),
        .. FormerDataFolder.CommitsWithPostgreSql.Select(commit => new TheoryDataRow<string, bool>(commit, true))];

    [Fact]
    public void There_is_a_folder_of_every_shape() => Assert.Equal((11, 10), (FormerDataFolder.Commits.Count, FormerDataFolder.CommitsWithPostgreSql.Count));

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Tables_are_as_a_new_database_has_them_and_rows_are_kept(string commit, bool isPostgreSql)
    {
        var former = new FormerDataFolder(commit);
        await using var fresh = await JobsHost.StartAsync(isPostgreSql ? await server.CreateDatabaseAsync() : "");

        await using var host = await StartAsync(former, isPostgreSql);

        Assert.Equal(await fresh.ShapeAsync(), await host.ShapeAsync());
        var items = former.Answers["items"]!.AsArray();
        var found = await host.Get<ICatalogStore>().ListAsync(null, 0, 100);
        Assert.Equal(items.Select(item => (string)item!["id"]!), found.Select(item => item.Id));
        Assert.Equal(items.Select(item => (string)item!["owner"]!), found.Select(item => item.Owner));
        Assert.All(found, item => Assert.True(File.Exists(item.DataPath), item.DataPath));
        Assert.Equal(
            items.Select(item => (string)item!["owner"]!), await host.AskAsync<string>("""SELECT "Owner" AS "Value" FROM "Items" ORDER BY "Created" DESC"""));
        Assert.Equal(
            former.Answers["jobs"]!.AsArray().Select(job => (string)job!["id"]!), (await host.Jobs.ListAsync(0, 100)).Select(job => job.Id));
        Assert.NotEmpty(await host.Jobs.MessagesAsync((await host.Jobs.ListAsync(0, 100)).Single(job => job.OutputName == "Quays").Id));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Names_are_held_by_those_who_had_them(string commit, bool isPostgreSql)
    {
        await using var host = await StartAsync(new FormerDataFolder(commit), isPostgreSql);
        var catalog = host.Get<ICatalogStore>();

        Assert.Equal("Quays_1", await ServiceNames.FindFreeAsync(catalog, "Quays", CancellationToken.None));
        Assert.Equal("moles_1", await ServiceNames.FindFreeAsync(catalog, "moles", CancellationToken.None));
        var result = (await catalog.FindServiceAsync("quays"))!;
        Assert.Equal((await host.Jobs.ListAsync(0, 100)).Single(job => job.OutputName == "Quays").Id, result.JobId);
        var moles = (await host.Jobs.FindUnfinishedAsync("Moles"))!;
        Assert.True(await host.Jobs.TryMoveAsync(moles.Id, JobStatus.Cancelled));
        Assert.Equal("Moles", await ServiceNames.FindFreeAsync(catalog, "Moles", CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_job_that_was_running_begins_anew(string commit, bool isPostgreSql)
    {
        const string Running = """
            UPDATE "Jobs" SET "Status" = 'Executing', "Progress" = 50, "SectionsTotal" = 2, "SectionsDone" = 1 WHERE "OutputName" = 'Moles';
            INSERT INTO "JobSections" ("JobId", "Number", "State", "Tries", "Counts", "InvalidScores") SELECT "Id", 0, 'Done', 1, '[]', 0 FROM "Jobs" WHERE "OutputName" = 'Moles';
            """;
        var former = new FormerDataFolder(commit);
        await using var host = await StartAsync(
            former, isPostgreSql,
            former.PostgreSql?.Contains("\"Width\"", StringComparison.Ordinal) == true ? Running.Replace("\"InvalidScores\")", "\"InvalidScores\", \"Part\", \"ColumnOffset\", \"RowOffset\", \"Width\", \"Height\")", StringComparison.Ordinal).Replace("'[]', 0", "'[]', 0, '', 0, 0, 1, 1", StringComparison.Ordinal) : Running);

        var job = (await host.Jobs.FindUnfinishedAsync("Moles"))!;
        Assert.Equal((JobStatus.Waiting, 0, 0, 0), (job.Status, job.Progress, job.SectionsTotal, job.SectionsDone));
        Assert.Empty(await host.Journal.ListAsync(job.Id));
        Assert.Equal("The service was upgraded; the job begins anew.", (await host.Jobs.MessagesAsync(job.Id))[^1].Text);
        Assert.True(await host.Jobs.TryBeginAsync(job.Id, "run", TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sections_of_a_job_that_failed_keep_what_was_counted_in_them(bool isPostgreSql)
    {
        const string Failed = """
            UPDATE "Jobs" SET "Status" = 'Failed' WHERE "OutputName" = 'Moles';
            INSERT INTO "JobSections" ("JobId", "Number", "State", "Tries", "Counts", "InvalidScores", "Part", "ColumnOffset", "RowOffset", "Width", "Height")
            SELECT "Id", 0, 'Done', 1, '[{"value":3,"count":7},{"value":5,"count":1}]', 2, '', 0, 0, 5, 2 FROM "Jobs" WHERE "OutputName" = 'Moles';
            INSERT INTO "JobSections" ("JobId", "Number", "State", "Tries", "Counts", "InvalidScores", "Part", "ColumnOffset", "RowOffset", "Width", "Height")
            SELECT "Id", 1, 'Pending', 1, '[]', 0, '', 5, 0, 5, 2 FROM "Jobs" WHERE "OutputName" = 'Moles';
            """;
        await using var host = await StartAsync(new FormerDataFolder("d262b32"), isPostgreSql, Failed);

        var job = (await host.Jobs.ListAsync(0, 100)).Single(job => job.OutputName == "Moles");
        var sections = await host.Journal.ListAsync(job.Id);
        var outcome = SectionOutcome.Read(sections[0].Outcome);
        Assert.Equal([new ClassCount(3, 7), new ClassCount(5, 1)], outcome.Counts);
        Assert.Equal(2, outcome.InvalidScores);
        Assert.Null(sections[1].Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Items_that_stood_in_their_documents_alone_are_found_by_folder(bool isPostgreSql)
    {
        var former = new FormerDataFolder("42be137");
        var id = (string)former.Answers["items"]![0]!["id"]!;
        var replace = isPostgreSql
            ? """ "Document"::jsonb || '{"folder":"Hafen Öst"}'::jsonb """ : """ json_set("Document", '$.folder', 'Hafen Öst') """;

        await using var host = await StartAsync(former, isPostgreSql, $"""UPDATE "Items" SET "Document" = {replace} WHERE "Id" = '{id}'""");

        var folders = host.Get<IFolderStore>();
        var folder = Assert.Single(await folders.ListAsync("admin"));
        Assert.Equal("Hafen Öst", folder.Title);
        Assert.Equal([id], await folders.ItemIdsAsync(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_that_cannot_be_read_does_not_hold_the_others_up(bool isPostgreSql)
    {
        var former = new FormerDataFolder("42be137");
        var id = (string)former.Answers["items"]![0]!["id"]!;

        await using var host = await StartAsync(former, isPostgreSql, $"""UPDATE "Items" SET "Document" = 'none' WHERE "Id" = '{id}'""");

        Assert.Equal(former.Answers["items"]!.AsArray().Count - 1, (await host.Get<ICatalogStore>().ListAsync(null, 0, 100)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tables_of_somebody_else_are_left_alone(bool isPostgreSql)
    {
        var (dataRoot, connectionString) = (Directory.CreateTempSubdirectory("rasteranalysis-jobs-").FullName, isPostgreSql ? await server.CreateDatabaseAsync() : "");
        await DoAsync(dataRoot, connectionString, """CREATE TABLE "Jobs" ("Id" text, "Salary" text); INSERT INTO "Jobs" VALUES ('1', 'much');""");

        var fault = await Assert.ThrowsAsync<InvalidRequestException>(() => JobsHost.StartAsync(connectionString, dataRoot: dataRoot));

        Assert.Contains("there is no Jobs.Task", fault.Message, StringComparison.Ordinal);
        await DoAsync(dataRoot, connectionString, """SELECT "Salary" FROM "Jobs";""");
        Assert.Empty(Directory.GetFiles(dataRoot, "*-before-*"));
        Directory.Delete(dataRoot, recursive: true);
    }

    [Fact]
    public async Task Several_nodes_that_start_at_once_upgrade_once()
    {
        var former = new FormerDataFolder("42be137");
        var connectionString = await server.CreateDatabaseAsync();
        await DoAsync("", connectionString, former.PostgreSql!);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => JobsHost.StartAsync(connectionString)));

        Assert.Equal(former.Answers["jobs"]!.AsArray().Count, (await hosts[4].Jobs.ListAsync(0, 100)).Count);
        Assert.Single(await hosts[0].AskAsync<string>("""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%_Baseline'"""));
        await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
    }

    private async Task<JobsHost> StartAsync(FormerDataFolder former, bool isPostgreSql, string before = "")
    {
        var (dataRoot, connectionString) = (Directory.CreateTempSubdirectory("rasteranalysis-jobs-").FullName, isPostgreSql ? await server.CreateDatabaseAsync() : "");
        former.Extract(dataRoot, withDatabase: !isPostgreSql);
        await DoAsync(dataRoot, connectionString, (isPostgreSql ? former.PostgreSql : "") + before);
        return await JobsHost.StartAsync(connectionString, dataRoot: dataRoot);
    }

    private static async Task DoAsync(string dataRoot, string connectionString, string sql)
    {
        await using System.Data.Common.DbConnection connection = connectionString.Length > 0
            ? new NpgsqlConnection(connectionString) : new SqliteConnection($"Data Source={Path.Combine(dataRoot, "rasteranalysis.db")}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
