using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Auditing;

/// <summary>Records of who did what, in either database.</summary>
public abstract class AuditTests : IAsyncLifetime
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly Log _log = new();
    private readonly Broken _broken = new();
    private readonly Asking _asking = new();
    private JobsHost _host = null!;

    private IAudit Audit => _host.Get<IAudit>();

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync(
        await ConnectionStringAsync(), options => options with { Audit = new AuditSettings { KeepFor = 30 * Day } }, interceptor: _broken,
        register: services => services.AddSingleton<TimeProvider>(_time).AddSingleton<IAuditSource>(_asking).AddSingleton<ILoggerFactory>(_log));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_recorded_is_read_again_and_stands_in_the_log()
    {
        await Audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted) { Kind = "item", Target = "0123", TargetName = "Scene", Detail = "of ann" });

        var record = Assert.Single(await ListAsync());
        Assert.Equal(
            new AuditRecord(record.Id, _time.GetUtcNow(), "ann", "item-deleted", "item", "0123", "Scene", "10.0.0.7", "session", "done", "of ann", 1), record);
        Assert.Equal([(EfAudit.Category, LogLevel.Information, "item-deleted done: ann from 10.0.0.7 by session, item 0123 Scene of ann")], _log.Lines);
    }

    [Fact]
    public async Task Filters_choose_and_pages_stay_while_records_are_added()
    {
        for (var i = 0; i < 5; i++)
        {
            await Audit.RecordAsync(new AuditEvent(i % 2 == 0 ? AuditAction.JobSubmitted : AuditAction.ItemShared) { Target = $"{i}", User = i < 3 ? "Ann" : "bob" });
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var start = _time.GetUtcNow() - TimeSpan.FromMinutes(5);
        var first = await ListAsync(new AuditQuery { Limit = 2 });
        await Audit.RecordAsync(new AuditEvent(AuditAction.SignIn));
        var second = await ListAsync(new AuditQuery { Limit = 2, Before = first[^1].Id });

        Assert.Equal(["4", "3"], first.Select(record => record.Target));
        Assert.Equal(["2", "1"], second.Select(record => record.Target));
        Assert.Equal(["2", "1", "0"], (await ListAsync(new AuditQuery { User = "ANN", Until = start + TimeSpan.FromMinutes(5) })).Select(record => record.Target));
        Assert.Equal(["3", "1"], (await ListAsync(new AuditQuery { Action = "item-shared" })).Select(record => record.Target));
        Assert.Equal(["3"], (await ListAsync(new AuditQuery { Target = "3" })).Select(record => record.Target));
        Assert.Equal(["2", "1"], (await ListAsync(new AuditQuery { Since = start + TimeSpan.FromMinutes(1), Until = start + TimeSpan.FromMinutes(3) })).Select(record => record.Target));
    }

    [Fact]
    public async Task Records_go_when_they_are_older_than_they_are_kept()
    {
        await Audit.RecordAsync(new AuditEvent(AuditAction.SignIn) { Target = "old" });
        _time.Advance(29 * Day);
        await Audit.RecordAsync(new AuditEvent(AuditAction.SignIn) { Target = "new" });

        Assert.Equal(0, await _host.Get<AuditRecords>().RemoveExpiredAsync(TestContext.Current.CancellationToken));
        _time.Advance(Day + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _host.Get<AuditRecords>().RemoveExpiredAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["new"], (await ListAsync()).Select(record => record.Target));
    }

    [Fact]
    public async Task The_same_refusal_within_a_minute_is_counted_in_its_row()
    {
        AuditEvent Refused(string target) => new(AuditAction.ItemDeleted) { Kind = "item", Target = target, Refusal = "forbidden" };

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Audit.RecordAsync(Refused("a"))));
        await Audit.RecordAsync(Refused("b"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await Audit.RecordAsync(Refused("a"));

        Assert.Equal([("a", 1), ("b", 1), ("a", 20)], (await ListAsync()).Select(record => (record.Target, record.Times)));
        Assert.Equal(3, _log.Lines.Count);
    }

    [Fact]
    public async Task Nobody_floods_the_table_by_refusals_of_many_kinds()
    {
        for (var i = 0; i < 300; i++)
        {
            await Audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted) { Kind = "item", Target = $"{i}", Refusal = "forbidden" });
            await Audit.RecordAsync(new AuditEvent(AuditAction.SignInFailed) { User = $"name{i}", Refusal = "password" });
        }

        var records = await ListAsync(new AuditQuery { Limit = 1000 });
        Assert.Equal(2 * (RepeatBound.MostOfOne + 1), records.Count);
        Assert.Equal(600, records.Sum(record => record.Times));
        Assert.Equal(
            [("", "sign-in-failed", "10.0.0.7", 240), ("ann", "item-deleted", "10.0.0.7", 240)],
            records.Where(record => record.Times > 1).Select(record => (record.User, record.Action, record.Address, record.Times)).Order());
    }

    [Fact]
    public async Task Texts_of_strangers_stay_on_one_line_and_are_cut()
    {
        await Audit.RecordAsync(new AuditEvent(AuditAction.SignInFailed) { User = $"eve\r\n[INF] root signed in{new string('x', 5000)}", Refusal = "password" });

        var user = Assert.Single(await ListAsync()).User;
        Assert.StartsWith("eve  [INF]", user, StringComparison.Ordinal);
        Assert.Equal(256, user.Length);
        Assert.DoesNotContain('\n', Assert.Single(_log.Lines).Text);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_fails_nothing_and_is_an_error_in_the_log()
    {
        _broken.IsBroken = true;
        await Audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted) { Kind = "item", Target = "0123" });
        await Audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted) { Kind = "item", Target = "0123", Refusal = "forbidden" });
        await Audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted) { Kind = "item", Target = "0123", Refusal = "forbidden" });
        _broken.IsBroken = false;

        Assert.Empty(await ListAsync());
        Assert.Equal(2, _log.Lines.Count(line => line is { Level: LogLevel.Error, Category: EfAudit.Category } && line.Text.Contains("item-deleted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_job_is_done_for_its_owner_where_nobody_asks()
    {
        _asking.Current = AuditSource.Service;
        await Audit.RecordAsync(new AuditEvent(AuditAction.ItemAdded) { Owner = "bob" });

        Assert.Equal(("bob", "service", ""), Assert.Single(await ListAsync()) is var record ? (record.User, record.Means, record.Address) : default);
    }

    [Fact]
    public async Task Settings_that_changed_since_the_last_start_are_recorded_and_no_others()
    {
        await StartAsync(("RasterAnalysis__SignIn__Mode", "BuiltIn"), ("RasterAnalysis__Proxies__0", "10.0.0.1"));
        Assert.Empty(await ListAsync());

        await StartAsync(("RasterAnalysis__SignIn__Mode", "BuiltIn"), ("RasterAnalysis__Proxies__0", "10.0.0.2"), ("RasterAnalysis__SignIn__MetricsToken", "set"));
        await StartAsync(("RasterAnalysis__Proxies__0", "10.0.0.2"), ("RasterAnalysis__SignIn__MetricsToken", "set"));
        await StartAsync(("RasterAnalysis__Proxies__0", "10.0.0.2"), ("RasterAnalysis__SignIn__MetricsToken", "set"));

        Assert.Equal(
            [
                ("setting-changed", "RasterAnalysis__SignIn__Mode", "BuiltIn -> not set"), ("setting-changed", "RasterAnalysis__SignIn__MetricsToken", "not set -> set"),
                ("setting-changed", "RasterAnalysis__Proxies__0", "10.0.0.1 -> 10.0.0.2"),
            ],
            (await ListAsync()).Select(record => (record.Action, record.Target, record.Detail)));
    }

    protected abstract Task<string> ConnectionStringAsync();

    private Task StartAsync(params (string Name, string Value)[] settings) => new SettingChanges(
        _host.Get<IDbContextFactory<RasterAnalysisDbContext>>(), Audit, new AuditSettings { Watched = settings.ToDictionary(pair => pair.Name, pair => pair.Value) },
        _host.Get<ILogger<SettingChanges>>())
        .RecordAsync(TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<AuditRecord>> ListAsync(AuditQuery? query = null) => _host.Get<AuditRecords>().ListAsync(query ?? new AuditQuery(), TestContext.Current.CancellationToken);

    private sealed class Asking : IAuditSource
    {
        public AuditSource Current { get; set; } = new("ann", AccessMeans.Session, "10.0.0.7");
    }

    /// <summary>A database that takes no records, as one on a full disk.</summary>
    private sealed class Broken : SaveChangesInterceptor
    {
        public bool IsBroken { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException("No space left on device") : ValueTask.FromResult(result);
    }

    /// <summary>Keeps the lines of the audit's category.</summary>
    private sealed class Log : ILoggerFactory
    {
        public List<(string Category, LogLevel Level, string Text)> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new Writer(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Writer(string category, List<(string Category, LogLevel Level, string Text)> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => category == EfAudit.Category;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (!IsEnabled(logLevel))
                {
                    return;
                }

                lock (lines)
                {
                    lines.Add((category, logLevel, formatter(state, exception)));
                }
            }
        }
    }
}
