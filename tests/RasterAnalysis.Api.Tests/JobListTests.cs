using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Tests;

/// <summary>Lists and counts cost the database the same for one job as for many.</summary>
[Collection(AloneCollection.Name)]
public sealed class JobListTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();
    private readonly DatabaseCommands _commands;

    // before the host's first command: EF Core remembers for a second that nobody listens
    public JobListTests() => _commands = new DatabaseCommands(_host.Folder);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _commands.Dispose();
        return _host.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_list_of_jobs_is_at_most_three_commands_whatever_the_number(int count)
    {
        using var http = _host.CreateClient();
        await AddAsync(count);
        _commands.Clear();

        var jobs = (await http.GetFromJsonAsync<JsonArray>("api/v1/jobs", TestContext.Current.CancellationToken))!;

        Assert.InRange(_commands.Texts.Count(text => text.Contains("\"Job", StringComparison.Ordinal)), 1, 3);
        Assert.Equal(count, jobs.Count);
        Assert.All(jobs, job => Assert.Equal([(string)job!["outputName"]!, "second"], job!["messages"]!.AsArray().Select(message => (string)message!["text"]!)));
    }

    [Fact]
    public async Task Metrics_count_jobs_in_the_database()
    {
        using var http = _host.CreateClient();
        await AddAsync(3);
        _commands.Clear();

        var metrics = await http.GetStringAsync("metrics", TestContext.Current.CancellationToken);

        Assert.Matches(@"(?i)jobs\w*\{[^}]*submitted[^}]*\} 3\b", metrics);
        var command = Assert.Single(_commands.Texts, text => text.Contains("\"Jobs\"", StringComparison.Ordinal));
        Assert.Contains("GROUP BY", command, StringComparison.Ordinal);
    }

    private async Task AddAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var job = new AnalysisJob
            {
                Id = AnalysisJob.NewId(), Task = "ClassifyPixelsUsingDeepLearning", Submitted = DateTimeOffset.UtcNow, Request = "{}", Inputs = "{}", OutputName = $"Result{number}", Owner = "ann",
            };
            await _host.Services.GetRequiredService<IJobStore>().TryCreateAsync(
                job, [new JobMessage(JobMessageType.Informative, job.OutputName, job.Submitted), new JobMessage(JobMessageType.Warning, "second", job.Submitted)],
                cancellationToken: TestContext.Current.CancellationToken);
        }
    }
}
