using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RasterAnalysis.Catalog;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage.Migrations;

/// <summary>Whenever the process is killed during an upgrade, the next start finishes it with all that was there.</summary>
public sealed class KilledUpgradeTests
{
    [Theory]
    [InlineData("fac3dfd")]
    [InlineData("42be137")]
    [InlineData("d262b32")]
    public async Task A_kill_before_any_of_the_commands_loses_nothing(string commit)
    {
        var former = new FormerDataFolder(commit);
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-jobs-").FullName;
        var killed = Directory.CreateTempSubdirectory("rasteranalysis-killed-").FullName;
        former.Extract(folder);
        var kills = new Kills(folder, killed);
        List<string> shape;
        await using (var undisturbed = await JobsHost.StartAsync(dataRoot: folder, interceptor: kills))
        {
            shape = await undisturbed.ShapeAsync();
        }

        Assert.True(kills.Commands.Count > 30, string.Join('\n', kills.Commands));
        for (var number = 0; number < kills.Commands.Count; number++)
        {
            var left = Path.Combine(killed, $"{number}");
            former.Extract(left, withDatabase: false);
            await using var host = await JobsHost.StartAsync(dataRoot: left);

            Assert.Equal(shape, await host.ShapeAsync());
            Assert.Equal(former.Answers["items"]!.AsArray().Select(item => (string)item!["id"]!), (await host.Get<ICatalogStore>().ListAsync(null, 0, 100)).Select(item => item.Id));
            Assert.Equal(former.Answers["jobs"]!.AsArray().Select(job => (string)job!["id"]!), (await host.Jobs.ListAsync(0, 100)).Select(job => job.Id));
            Assert.Equal("Moles_1", await ServiceNames.FindFreeAsync(host.Get<ICatalogStore>(), "Moles", CancellationToken.None));
            Assert.Empty(Directory.GetFiles(left, "*.part"));
        }

        Directory.Delete(killed, recursive: true);
    }

    /// <summary>Keeps the files of the database as a kill before each command would leave them: what was written stands in them, whether it is committed or not.</summary>
    private sealed class Kills(string dataRoot, string target) : DbCommandInterceptor
    {
        public List<string> Commands { get; } = [];

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Keep(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Keep(command);
            return ValueTask.FromResult(result);
        }

        private void Keep(DbCommand command)
        {
            if (((SqliteConnection)command.Connection!).DataSource is var database && !database.StartsWith(dataRoot, StringComparison.Ordinal))
            {
                return;
            }

            var folder = Directory.CreateDirectory(Path.Combine(target, $"{Commands.Count}")).FullName;
            Commands.Add(command.CommandText);
            foreach (var file in Directory.GetFiles(dataRoot, "rasteranalysis*"))
            {
                // not File.Copy, which locks
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var to = File.Create(Path.Combine(folder, Path.GetFileName(file)));
                from.CopyTo(to);
            }
        }
    }
}
