using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RasterAnalysis.Api.Tests;

/// <summary>Notes what the hosts of this process ask their databases, for as long as it lives.</summary>
internal sealed class DatabaseCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _texts = [];
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    /// <summary>Begins to note.</summary>
    /// <param name="folder">Only databases below it count: other tests run beside this one.</param>
    public DatabaseCommands(string folder)
    {
        _folder = folder;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyList<string> Texts => [.. _texts];

    /// <summary>Forgets what was noted.</summary>
    public void Clear() => _texts.Clear();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData executed && executed.Connection.DataSource.StartsWith(_folder, StringComparison.Ordinal))
        {
            _texts.Enqueue(executed.Command.CommandText);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
