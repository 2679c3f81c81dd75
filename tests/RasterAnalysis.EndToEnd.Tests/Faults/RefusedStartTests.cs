using Microsoft.Data.Sqlite;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.EndToEnd.Tests.Upgrades;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>What keeps the service from starting is one sentence and an exit code, and nothing is touched.</summary>
[Collection("Faults")]
public sealed class RefusedStartTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private const int Configuration = 78;
    private const int Passing = 75;
    private const string NewerMigration = """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99991231235959_FromTheFuture', '99.0.0')""";
    private static readonly byte[] Raster = TiffFile.Byte(64, 64, 1, (_, row, column) => (byte)(row ^ column));
    private readonly ServiceProcess _service = new();

    private string Database => Path.Combine(_service.DataRoot, "rasteranalysis.db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_second_service_on_the_same_folder()
    {
        await _service.StartAsync();
        var item = await _service.Client.AddAsync(Raster, "kept.tif");
        await using var second = new ServiceProcess();
        second.Settings["RasterAnalysis__DataRoot"] = _service.DataRoot;

        var (exitCode, said) = await second.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, $"in use by process {_service.Id} (", $" on {Environment.MachineName}", "started at 20");
        Assert.Equal(Raster, await _service.Client.GetBytesAsync($"api/v1/items/{item["id"]}/data"));

        // a kill leaves the files behind, but not the lock
        await _service.KillAsync();
        await second.StartAsync();
        Assert.Equal(Raster, await second.Client.GetBytesAsync($"api/v1/items/{item["id"]}/data"));
    }

    [Fact]
    public async Task Services_over_PostgreSQL_share_a_folder_and_say_so_and_no_other_joins_them()
    {
        _service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();
        await _service.StartAsync();
        var item = await _service.Client.AddAsync(Raster, "shared.tif");
        await using var second = new ServiceProcess();
        second.Settings["ConnectionStrings__RasterAnalysis"] = _service.Settings["ConnectionStrings__RasterAnalysis"];
        second.Settings["RasterAnalysis__DataRoot"] = _service.DataRoot;
        await using var embedded = new ServiceProcess();
        embedded.Settings["RasterAnalysis__DataRoot"] = _service.DataRoot;

        await second.StartAsync();
        var (exitCode, said) = await embedded.RefusedAsync();

        Assert.Equal(Raster, await second.Client.GetBytesAsync($"api/v1/items/{item["id"]}/data"));
        Assert.Contains($"shared, over PostgreSQL, with process {_service.Id} ", second.Log, StringComparison.Ordinal);
        AssertOneSentence(Configuration, exitCode, said, "in use by process ", "share a PostgreSQL database");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_damaged_database(int page)
    {
        await StoppedWithItemAsync();
        await using (var file = File.OpenWrite(Database))
        {
            file.Position = page * 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
        }

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, Database, "is damaged", "backup");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_database_beside_items(bool isThere)
    {
        await StoppedWithItemAsync();
        File.Delete(Database);
        if (isThere)
        {
            await File.WriteAllBytesAsync(Database, [], TestContext.Current.CancellationToken);
        }

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "the files of 1 items", "is empty", "backup");
        Assert.Equal(isThere ? 0 : -1, File.Exists(Database) ? new FileInfo(Database).Length : -1);
        Assert.Single(Directory.GetDirectories(Path.Combine(_service.DataRoot, "items")));
    }

    [Fact]
    public async Task An_empty_PostgreSQL_database_beside_items()
    {
        await StoppedWithItemAsync();
        _service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "the files of 1 items", "PostgreSQL database test", "is empty");
    }

    [Fact]
    public async Task A_database_of_a_newer_version()
    {
        await StoppedWithItemAsync();
        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = NewerMigration;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var before = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, Database, "is of a newer version", "FromTheFuture", "copy of before");
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_service.DataRoot, "*-before-*"));
    }

    [Fact]
    public async Task A_PostgreSQL_database_of_a_newer_version()
    {
        _service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();
        await StoppedWithItemAsync();
        await PostgreSql.DoAsync(_service.Settings["ConnectionStrings__RasterAnalysis"], NewerMigration);

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "the PostgreSQL database test", "is of a newer version", "FromTheFuture");
    }

    [Fact]
    public async Task A_folder_that_can_only_be_read()
    {
        using var disk = new SmallDisk(megabytes: 16, "folders that can only be read");
        _service.DataRoot = Path.Combine(disk.Folder, "data");
        await StoppedWithItemAsync();
        disk.MakeReadOnly();

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, _service.DataRoot, "can only be read");
    }

    [Fact]
    public async Task A_full_disk()
    {
        using var disk = new SmallDisk(megabytes: 16, "full disks");
        _service.DataRoot = Path.Combine(disk.Folder, "data");
        await StoppedWithItemAsync();
        disk.Fill();

        var (exitCode, said) = await _service.RefusedAsync();
        disk.Empty();
        await _service.StartAsync();

        AssertOneSentence(Configuration, exitCode, said, _service.DataRoot, "full");
        disk.Fill();
        Assert.False(await _service.Client.IsReadyAsync());
        disk.Empty();
        Assert.True(await _service.Client.IsReadyAsync());
    }

    [Fact]
    public async Task A_folder_that_is_a_file()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_service.DataRoot)!);
        await File.WriteAllTextAsync(_service.DataRoot, "a file", TestContext.Current.CancellationToken);

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "RasterAnalysis__DataRoot", _service.DataRoot);
    }

    [Fact]
    public async Task A_database_server_that_is_away_may_come_back()
    {
        _service.Settings["ConnectionStrings__RasterAnalysis"] = "Host=127.0.0.1;Port=1;Username=u;Password=s3cret;Database=jobs";

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Passing, exitCode, said, "the PostgreSQL database jobs at 127.0.0.1:1", "cannot be reached");
        Assert.DoesNotContain("s3cret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_others_reach_must_know_its_names()
    {
        _service.Settings["ASPNETCORE_Kestrel__Endpoints__Public__Url"] = "http://0.0.0.0:0";

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "RasterAnalysis__AllowedHostNames__0", "must be given");
        Assert.False(Directory.Exists(_service.DataRoot));
    }

    [Theory]
    [InlineData("/usr/bin/no-such-python", "needs a Python, and there is none at '/usr/bin/no-such-python'")]
    [InlineData("/bin/false", "needs a Python with numpy, and '/bin/false' has none")]
    public async Task Python_raster_functions_that_cannot_run(string interpreter, string reason)
    {
        _service.Settings["RasterAnalysis__PythonFunctions__Mode"] = "Confined";
        _service.Settings["RasterAnalysis__PythonFunctions__Interpreter"] = interpreter;

        var (exitCode, said) = await _service.RefusedAsync();

        AssertOneSentence(Configuration, exitCode, said, "RasterAnalysis__PythonFunctions__Mode", reason);
    }

    [Fact]
    public async Task A_database_that_goes_while_the_service_runs_makes_it_not_ready()
    {
        await _service.StartAsync();
        File.Move(Database, Database + ".gone");

        Assert.False(await _service.Client.IsReadyAsync());

        File.Move(Database + ".gone", Database);
        Assert.True(await _service.Client.IsReadyAsync());
    }

    private async Task StoppedWithItemAsync()
    {
        await _service.StartAsync();
        await _service.Client.AddAsync(Raster, "kept.tif");
        Assert.Equal(0, await _service.StopAsync());
    }

    private static void AssertOneSentence(int expected, int exitCode, string said, params string[] words)
    {
        Assert.True(exitCode == expected, $"{exitCode}: {said}");
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith('['));
    }
}
