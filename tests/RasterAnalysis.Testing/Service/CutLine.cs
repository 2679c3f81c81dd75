using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RasterAnalysis.Testing.Service;

/// <summary>A line between clients and a service that can be cut: then every connection is closed, and none comes through until it is restored. The service may be another one each time.</summary>
public sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Uri> _service;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _limit = long.MaxValue;

    /// <summary>Opens the line.</summary>
    /// <param name="service">Where it leads; asked for each connection.</param>
    public CutLine(Func<Uri> service)
    {
        _service = service;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address by which clients reach the service over it.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Bytes that clients have sent over it.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Done when it is cut.</summary>
    public Task IsCut => _cut.Task;

    /// <summary>Has it cut as soon as clients have sent so many more bytes.</summary>
    public void CutAfter(long bytes)
    {
        _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _limit, Sent + bytes);
    }

    /// <summary>Lets connections through again.</summary>
    public void Restore() => Interlocked.Exchange(ref _limit, long.MaxValue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Close();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                if (IsOver)
                {
                    client.Close();
                }
                else
                {
                    _ = JoinAsync(client);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // the end of the line
        }
    }

    private bool IsOver => Sent >= Interlocked.Read(ref _limit);

    private async Task JoinAsync(Socket client)
    {
        using var service = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            _open[client] = _open[service] = 0;
            try
            {
                await service.ConnectAsync(_service().Host, _service().Port);
                await Task.WhenAny(CarryAsync(client, service, isUp: true), CarryAsync(service, client, isUp: false));
            }
            catch (SocketException)
            {
                // the service is not there
            }

            _open.TryRemove(client, out _);
            _open.TryRemove(service, out _);
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool isUp)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read));
                if (isUp && Interlocked.Add(ref _sent, read) >= Interlocked.Read(ref _limit))
                {
                    Close();
                    _cut.TrySetResult();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // closed
        }
    }

    private void Close()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Close();
        }
    }
}
