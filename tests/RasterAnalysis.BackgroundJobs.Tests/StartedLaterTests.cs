using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Tests;

public sealed class StartedLaterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Watched _service = new();
    private readonly ProcessingInstancePool _pool;
    private readonly StartedLater<Watched> _later;

    public StartedLaterTests()
    {
        _pool = new ProcessingInstancePool(new ProcessingInstanceOptions(), NullLogger<ProcessingInstancePool>.Instance, _time);
        _later = new StartedLater<Watched>(_service, _pool, _time);
    }

    public void Dispose()
    {
        _later.Dispose();
        _service.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task A_service_starts_when_the_first_seconds_are_over_and_ends_with_the_program()
    {
        await _later.StartAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(_service.Began.Task.IsCompleted, "The first seconds are not over.");

        while (!_service.Began.Task.IsCompleted)
        {
            // the delay may begin after the clock was put forward
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await _later.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(await _service.Ended.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_service_that_never_started_is_told_that_the_program_ends()
    {
        await _later.StartAsync(TestContext.Current.CancellationToken);
        await _later.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((false, true), (_service.Began.Task.IsCompleted, _service.IsStopped));
    }

    private sealed class Watched : BackgroundService
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsStopped { get; private set; }

        public override Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            return base.StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Began.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                Ended.SetResult(stoppingToken.IsCancellationRequested);
            }
        }
    }
}
