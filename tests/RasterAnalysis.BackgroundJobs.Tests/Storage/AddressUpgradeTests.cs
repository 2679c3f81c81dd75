using System.Text;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>Rows of versions that stored addresses in clear, as they are after the next start.</summary>
public sealed class AddressUpgradeTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const string Secret = "s3cretS1gnature";
    private const string Address = "https://b.s3.amazonaws.com/scene.tif?X-Amz-Signature=" + Secret;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Addresses_are_taken_out_of_what_is_shown_and_sealed_where_a_job_runs_on_them(bool isPostgreSql)
    {
        await using var host = await JobsHost.StartAsync(isPostgreSql ? await server.CreateDatabaseAsync() : "");
        var request = new JobRequest(
            new InputLocation(null, Url: new Uri(Address)), "scene", new InputLocation("/store/model.dlpk", IsTrusted: true), "model", GivenArguments.None, "Result", "",
            new AnalysisContext { SnapRaster = new SourceReference(SourceKind.Url, Address, ServiceToken: Secret) }, null, null);
        var job = Some.Job() with { Request = PlanJson.Write(request), Inputs = $$"""{"inputRaster":"{\u0022url\u0022:\u0022{{Address}}\u0022}"}""" };
        var about = Some.Job("") with
        {
            Task = ModelTaskNames.QueryInfo, Request = PlanJson.Write(new ModelTaskRequest(null, new InputLocation(null, Url: new Uri(Address)), "model")), Inputs = "{}",
        };
        await host.Jobs.TryCreateAsync(job, [new JobMessage(JobMessageType.Error, $"{Address} answered 403.", DateTimeOffset.UtcNow)]);
        await host.Jobs.TryCreateAsync(about, []);
        await ForgetUpgradesAsync(host);

        await host.Get<DatabaseInitializer>().InitializeAsync(CancellationToken.None);

        var (found, foundAbout) = ((await host.Jobs.FindAsync(job.Id))!, (await host.Jobs.FindAsync(about.Id))!);
        Assert.DoesNotContain(Secret, found.Request + found.Inputs + foundAbout.Request, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Signature=***", found.Inputs, StringComparison.Ordinal);
        Assert.Equal("https://b.s3.amazonaws.com/scene.tif?X-Amz-Signature=*** answered 403.", Assert.Single(await host.Jobs.MessagesAsync(job.Id)).Text);
        var requests = host.Get<StoredRequests>();
        Assert.Equal(new Uri(Address), requests.Read<JobRequest>(found.Request).Input.Url);
        Assert.Equal("/store/model.dlpk", requests.Read<JobRequest>(found.Request).Model.Path);
        Assert.Equal(new Uri(Address), requests.Read<ModelTaskRequest>(foundAbout.Request).Model!.Url);
        if (!isPostgreSql)
        {
            Assert.All(
                Directory.GetFiles(host.DataRoot, "rasteranalysis.db*"),
                file => Assert.True(Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, $"in clear in {file}"));
        }
    }

    private static async Task ForgetUpgradesAsync(JobsHost host)
    {
        await using var context = await host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await context.Database.ExecuteSqlRawAsync("""DELETE FROM "Marks";""", TestContext.Current.CancellationToken);
    }

    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
