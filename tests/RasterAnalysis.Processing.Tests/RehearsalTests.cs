using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Processing.Tests;

/// <summary>The built worker, started ahead of the first job.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Who_comes_during_a_rehearsal_gets_its_instance_and_the_next_one_another()
    {
        using var pool = new ProcessingInstancePool(new ProcessingInstanceOptions { Path = BuiltWorker.Path }, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);
        pool.BeginRehearsal(Task.CompletedTask);
        pool.BeginRehearsal(Task.CompletedTask);

        using var first = await pool.RentAsync(TestContext.Current.CancellationToken);
        using var second = await pool.RentAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.True(File.ReadAllText($"/proc/{first.ProcessId}/maps").Contains("libonnxruntime", StringComparison.Ordinal), "The rehearsal loads ONNX Runtime.");
        Assert.False(File.ReadAllText($"/proc/{second.ProcessId}/maps").Contains("libonnxruntime", StringComparison.Ordinal), "Nobody has asked it for anything.");
        Assert.Equal(("0", "1"), (LargePagesOf(first), LargePagesOf(second)));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), $"rasteranalysis-instance-{first.ProcessId}-*"));
        Assert.True(await first.CallAsync<bool>(new InstanceRequest.Release(), null, null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_rehearsed_when_the_program_says_so_and_not_where_its_start_fails(bool starts)
    {
        using var pool = new ProcessingInstancePool(new ProcessingInstanceOptions { Path = BuiltWorker.Path }, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);
        var quiet = new TaskCompletionSource();
        pool.BeginRehearsal(quiet.Task);
        Assert.False(pool.Rehearsal.IsCompleted, "The program has not said so.");
        if (starts)
        {
            quiet.SetResult();
        }
        else
        {
            quiet.SetCanceled(TestContext.Current.CancellationToken);
        }

        using var instance = await pool.RentAsync(TestContext.Current.CancellationToken);

        Assert.Equal(starts, File.ReadAllText($"/proc/{instance.ProcessId}/maps").Contains("libonnxruntime", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_is_said_in_the_log_and_to_who_asks_for_one()
    {
        var log = new HeardLogger();
        using var pool = new ProcessingInstancePool(new ProcessingInstanceOptions { Path = "/nowhere/RasterAnalysis.Worker.dll" }, log, TimeProvider.System);
        pool.BeginRehearsal(Task.CompletedTask);

        await Assert.ThrowsAsync<ProcessingInstanceException>(() => pool.RentAsync(TestContext.Current.CancellationToken));

        Assert.Contains("RasterAnalysis__Worker__Path", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_started_where_the_settings_say_so()
    {
        var log = new HeardLogger();
        using var pool = new ProcessingInstancePool(new ProcessingInstanceOptions { Path = "/nowhere/RasterAnalysis.Worker.dll", Rehearses = false }, log, TimeProvider.System);
        pool.BeginRehearsal(Task.CompletedTask);

        await Assert.ThrowsAsync<ProcessingInstanceException>(() => pool.RentAsync(TestContext.Current.CancellationToken));

        Assert.Empty(log.Warnings);
    }

    /// <summary>Whether Linux gives an instance large pages: small jobs, as the rehearsed one is, do without.</summary>
    private static string LargePagesOf(ProcessingInstance instance) =>
        File.ReadLines($"/proc/{instance.ProcessId}/status").Single(line => line.StartsWith("THP_enabled:", StringComparison.Ordinal)).Split('\t')[1];

    private sealed class HeardLogger : ILogger<ProcessingInstancePool>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Warnings.Add(formatter(state, exception));
            }
        }
    }
}
