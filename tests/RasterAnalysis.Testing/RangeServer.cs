using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RasterAnalysis.Testing;

/// <summary>A server of one file on loopback that gives ranges, by HTTP/1.1, and counts what it sends. It can be slow, and it can go wrong.</summary>
/// <remarks>Thread-safe. Settings may be changed between requests.</remarks>
public sealed class RangeServer : IDisposable
{
    private const int Piece = 1 << 16;
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long From, long To)> _sent = [];
    private readonly ConcurrentQueue<(long Begin, long End)> _times = [];
    private readonly SemaphoreSlim _line = new(1);
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private long _bytes;
    private int _requests;

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="content">The file.</param>
    public RangeServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/scene.tif");
        _ = AcceptAsync(_listener);
    }

    /// <summary>The file's address.</summary>
    public Uri Address { get; }

    /// <summary>The file.</summary>
    public byte[] Content { get; set; }

    /// <summary>Its entity tag; null for none.</summary>
    public string? EntityTag { get; set; } = "\"one\"";

    /// <summary>When it was changed; null where the server does not say so.</summary>
    public DateTimeOffset? LastModified { get; set; } = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether it gives ranges.</summary>
    public bool GivesRanges { get; set; } = true;

    /// <summary>How it goes wrong over its request of a number, from 1.</summary>
    public Func<int, RangeFault> Fault { get; set; } = _ => RangeFault.None;

    /// <summary>Where <see cref="RangeFault.Redirect"/> leads.</summary>
    public Uri RedirectTo { get; set; } = new("http://127.0.0.2:9/canary");

    /// <summary>Refuses a request by its first line and its headers: the status and a word for the reason, as S3 gives them; null for a request that is answered.</summary>
    public Func<string, IReadOnlyDictionary<string, string>, (string Status, string Code)?> Refuse { get; set; } = (_, _) => null;

    /// <summary>How long an answer takes to begin.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Bytes a second that all answers have together; 0: as many as go.</summary>
    public double BytesPerSecond { get; set; }

    /// <summary>Bytes of bodies that were sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests that came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The ranges that were sent, with their last byte.</summary>
    public IReadOnlyList<(long From, long To)> Sent => [.. _sent];

    /// <summary>How long at least one request was being answered.</summary>
    public TimeSpan Busy
    {
        get
        {
            var (busy, until) = (0L, 0L);
            foreach (var (begin, end) in _times.Order())
            {
                busy += Math.Max(0, end - Math.Max(begin, until));
                until = Math.Max(until, end);
            }

            return TimeSpan.FromSeconds((double)busy / Stopwatch.Frequency);
        }
    }

    /// <summary>From the beginning of the first answer to the end of the last one.</summary>
    public TimeSpan Span => _times.IsEmpty ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_times.Min(time => time.Begin), _times.Max(time => time.End));

    /// <summary>Forgets what was counted.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Volatile.Write(ref _requests, 0);
        _sent.Clear();
        _times.Clear();
    }

    /// <summary>Ends: connections break, and further ones are refused.</summary>
    public void GoDown()
    {
        _listener.Dispose();
        foreach (var client in _clients.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Listens again, at the same address.</summary>
    public void ComeBack()
    {
        _listener = new TcpListener(IPAddress.Loopback, Address.Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // closed
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            _clients.TryAdd(client, true);
            try
            {
                client.NoDelay = true;
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } first)
                {
                    var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                    while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                    {
                        headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                    }

                    var begin = Stopwatch.GetTimestamp();
                    var goesOn = await AnswerAsync(stream, first, headers);
                    _times.Enqueue((begin, Stopwatch.GetTimestamp()));
                    if (!goesOn)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // the client went away
            }
            finally
            {
                _clients.TryRemove(client, out _);
            }
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(Stream stream, string first, Dictionary<string, string> headers)
    {
        var isHead = first.StartsWith("HEAD ", StringComparison.Ordinal);
        var fault = Fault(Interlocked.Increment(ref _requests));
        var (content, tag) = (Content, EntityTag);
        await Task.Delay(Latency, _stop.Token);
        var names = fault == RangeFault.Unnamed ? "" : $"{(tag is null ? "" : $"ETag: {tag}\r\n")}{(LastModified is { } time ? $"Last-Modified: {time:R}\r\n" : "")}";
        if (Refuse(first, headers) is var (status, code))
        {
            return await SendAsync(stream, status, "", Encoding.ASCII.GetBytes($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>No.</Message></Error>"), isHead, fault, "application/xml");
        }

        if (fault is RangeFault.Error or RangeFault.Redirect)
        {
            return await SendAsync(stream, fault == RangeFault.Error ? "503 Busy" : "302 Found", $"Location: {RedirectTo}\r\n", default, isHead, fault);
        }

        if (headers.TryGetValue("If-Match", out var wanted) && wanted != tag)
        {
            return await SendAsync(stream, "412 Precondition Failed", names, default, isHead, fault);
        }

        if (headers.TryGetValue("If-None-Match", out var known) && known == tag)
        {
            return await SendAsync(stream, "304 Not Modified", names, default, isHead, fault);
        }

        if (!GivesRanges || fault == RangeFault.Whole || !headers.TryGetValue("Range", out var range))
        {
            return await SendAsync(stream, "200 OK", names + (GivesRanges ? "Accept-Ranges: bytes\r\n" : ""), content, isHead, fault);
        }

        var ends = range["bytes=".Length..].Split('-');
        var from = int.Parse(ends[0], CultureInfo.InvariantCulture);
        var to = ends[1].Length == 0 ? content.Length - 1 : Math.Min(int.Parse(ends[1], CultureInfo.InvariantCulture), content.Length - 1);
        if (from > to)
        {
            return await SendAsync(stream, "416 Range Not Satisfiable", $"Content-Range: bytes */{content.Length}\r\n", default, isHead, fault);
        }

        if (fault == RangeFault.OtherRange)
        {
            (from, to) = (from / 2, (from / 2) + (to - from));
        }

        _sent.Enqueue((from, to));
        return await SendAsync(stream, "206 Partial Content", $"{names}Content-Range: bytes {from}-{to}/{content.Length}\r\n", content.AsMemory(from, to - from + 1), isHead, fault);
    }

    private async Task<bool> SendAsync(Stream stream, string status, string headers, ReadOnlyMemory<byte> body, bool isHead, RangeFault fault, string type = "image/tiff")
    {
        // 304 has no body, and no length of its own
        var length = status.StartsWith("304", StringComparison.Ordinal) ? "" : $"Content-Length: {body.Length}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{headers}{length}\r\n"), _stop.Token);
        if (isHead)
        {
            return true;
        }

        var rest = fault switch { RangeFault.Short => body[..(body.Length / 2)], RangeFault.Trickle => body[..Math.Min(body.Length, 1000)], _ => body };
        for (; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
        {
            var piece = rest[..Math.Min(Piece, rest.Length)];
            await PaceAsync(piece.Length);
            await stream.WriteAsync(piece, _stop.Token);
            Interlocked.Add(ref _bytes, piece.Length);
        }

        if (fault == RangeFault.Trickle)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await stream.WriteAsync(body.Slice(1000, 1), _stop.Token);
            }
        }

        return fault != RangeFault.Short;
    }

    /// <summary>The line is one for all connections: a piece waits until those before it are through.</summary>
    private async Task PaceAsync(int bytes)
    {
        if (BytesPerSecond > 0)
        {
            await _line.WaitAsync(_stop.Token);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(bytes / BytesPerSecond), _stop.Token);
            }
            finally
            {
                _line.Release();
            }
        }
    }
}
