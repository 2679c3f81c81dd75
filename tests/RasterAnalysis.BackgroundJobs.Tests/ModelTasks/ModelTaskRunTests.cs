using System.Text.Json.Nodes;
using RasterAnalysis.BackgroundJobs.ModelTasks;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.ModelTasks;

/// <summary>Jobs about models, with a real processing instance: what they leave when they run twice, or are cancelled in the last moment.</summary>
public sealed class ModelTaskRunTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    private ICatalogStore Catalog => _host.Get<ICatalogStore>();

    private InstalledModels Installed => _host.Get<InstalledModels>();

    private string PackagePath => Path.Combine(_host.DataRoot, "Trees.dlpk");

    public async ValueTask InitializeAsync()
    {
        _host = await JobsHost.StartAsync();
        await File.WriteAllBytesAsync(PackagePath, TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Installing_twice_after_a_crash_makes_one_item()
    {
        var job = await AddAsync(ModelTaskNames.Install, new ModelTaskRequest(null, new InputLocation(PackagePath, IsTrusted: true), "Trees"));

        var first = await RunAsync(job);
        var second = await RunAsync(job);

        Assert.Equal((job.Id[1..], job.Id[1..]), (first!.Id, second!.Id));
        Assert.Equal([job.Id[1..]], (await Catalog.ListAsync(null, 0, 10)).Select(item => item.Id));
        Assert.True(Installed.IsInstalled(first.Id));
        Assert.True(File.Exists(PackagePath), "the operator's file stays");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.Layout.UploadFolder));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_while_it_made_the_item_begins_anew()
    {
        var job = await AddAsync(ModelTaskNames.Install, new ModelTaskRequest(null, new InputLocation(PackagePath, IsTrusted: true), "Trees"));
        Directory.CreateDirectory(Path.Combine(_host.Layout.ItemFolder(job.Id[1..]), "package", "half"));
        Directory.CreateDirectory(_host.Layout.UploadFolder);
        await File.WriteAllTextAsync(Path.Combine(_host.Layout.UploadFolder, job.Id), "half a package");

        await RunAsync(job);

        Assert.Equal("Trees", Assert.Single(await Catalog.ListAsync(null, 0, 10)).Title);
        Assert.False(Directory.Exists(Path.Combine(_host.Layout.ItemFolder(job.Id[1..]), "package", "half")));
    }

    [Fact]
    public async Task What_a_cancelled_job_has_installed_is_taken_back()
    {
        var job = await AddAsync(ModelTaskNames.Install, new ModelTaskRequest(null, new InputLocation(PackagePath, IsTrusted: true), "Trees"));
        await RunAsync(job);
        await _host.Jobs.TryMoveAsync(job.Id, JobStatus.Cancelling);

        await _host.Get<JobRunner>().RunAsync(job.Id, CancellationToken.None);

        Assert.Equal(JobStatus.Cancelled, (await _host.Jobs.FindAsync(job.Id))!.Status);
        Assert.Empty(await Catalog.ListAsync(null, 0, 10));
        Assert.False(Installed.IsInstalled(job.Id[1..]));
    }

    [Fact]
    public async Task The_runner_takes_a_job_to_its_end_and_leaves_no_scratch()
    {
        var job = Some.Job("") with
        {
            Task = ModelTaskNames.QueryInfo, Request = PlanJson.Write(new ModelTaskRequest(null, new InputLocation(PackagePath, IsTrusted: true), "Trees")),
        };
        await _host.Jobs.TryCreateAsync(job, []);

        await _host.Get<JobRunner>().RunAsync(job.Id, CancellationToken.None);

        var ended = (await _host.Jobs.FindAsync(job.Id))!;
        Assert.Equal((JobStatus.Succeeded, null), (ended.Status, ended.ResultItemId));
        var info = JsonNode.Parse(JsonNode.Parse(ended.ResultValue!)!["modelInfo"]!.GetValue<string>())!;
        Assert.Contains(info["ParameterInfo"]!.AsArray(), entry => entry!["name"]!.GetValue<string>() == "padding");
        Assert.StartsWith("Succeeded at ", (await _host.Jobs.MessagesAsync(job.Id))[^1].Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_host.Layout.JobFolder(job.Id)));
    }

    [Fact]
    public async Task Uninstalling_twice_after_a_crash_succeeds_and_of_what_is_not_installed_fails()
    {
        var item = await _host.Get<ItemPublisher>().AddPackageAsync(CatalogItem.NewId(), Copy(), "Trees.dlpk", "ann", TestContext.Current.CancellationToken);
        Installed.Add(item.Id);
        var job = await AddAsync(ModelTaskNames.Uninstall, new ModelTaskRequest(item.Id, null, "Trees"));

        await RunAsync(job);
        await RunAsync((await _host.Jobs.FindAsync(job.Id))!);

        Assert.Equal("\"true\"", (await _host.Jobs.FindAsync(job.Id))!.ResultValue);
        Assert.False(Installed.IsInstalled(item.Id));
        var other = await AddAsync(ModelTaskNames.Uninstall, new ModelTaskRequest(item.Id, null, "Trees"));
        Assert.Contains("is not installed", Assert.Single((await Assert.ThrowsAsync<InvalidRequestException>(() => RunAsync(other))).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_went_meanwhile_is_said()
    {
        var job = await AddAsync(ModelTaskNames.Install, new ModelTaskRequest(new string('a', 32), null, "Gone"));

        var error = Assert.Single((await Assert.ThrowsAsync<InvalidRequestException>(() => RunAsync(job))).Errors);

        Assert.Equal("modelPackage: There is no item 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' any more.", error.ToString());
    }

    private string Copy()
    {
        var copy = PackagePath + ".upload";
        File.Copy(PackagePath, copy);
        return copy;
    }

    private async Task<AnalysisJob> AddAsync(string task, ModelTaskRequest request)
    {
        var job = Some.Job("") with { Task = task, Request = PlanJson.Write(request) };
        await _host.Jobs.TryCreateAsync(job, []);
        await _host.Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        return job;
    }

    private Task<CatalogItem?> RunAsync(AnalysisJob job) => _host.Get<ModelTaskRun>().RunAsync(job, TestContext.Current.CancellationToken);
}
