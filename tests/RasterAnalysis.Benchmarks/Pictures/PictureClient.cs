using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RasterAnalysis.Benchmarks.Pictures;

/// <summary>
/// A client that asks one thing after the other over one connection, by the least of HTTP/1.1 that this takes: it shares the machine with what is measured, and .NET's own client would
/// take a good part of it.
/// </summary>
internal sealed class PictureClient : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly TcpClient _connection = new() { NoDelay = true };
    private readonly string _rest;
    private byte[] _buffer = new byte[1 << 16];
    private int _filled;

    private PictureClient(Uri server) => _rest = $" HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: */*\r\n\r\n";

    /// <summary>Connects.</summary>
    public static async Task<PictureClient> ConnectAsync(Uri server)
    {
        var client = new PictureClient(server);
        await client._connection.ConnectAsync(server.Host, server.Port);
        return client;
    }

    /// <summary>Asks for a picture and reads it to its end.</summary>
    /// <returns>The bytes of the body.</returns>
    /// <exception cref="InvalidOperationException">The answer is none of a PNG.</exception>
    public async Task<int> GetAsync(string pathAndQuery)
    {
        var socket = _connection.Client;
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {pathAndQuery}{_rest}"));
        _filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf(HeadEnd)) < 0)
        {
            await ReceiveAsync(socket);
        }

        var words = Encoding.ASCII.GetString(_buffer, 0, head + 2);
        var at = head + HeadEnd.Length;
        if (!words.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || !words.Contains("image/png", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{pathAndQuery} was answered:\n{Encoding.UTF8.GetString(_buffer, 0, _filled)}");
        }

        return LengthOf(words) is { } length ? await ReadToAsync(socket, at + length) - at : await ReadChunksAsync(socket, at);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static int? LengthOf(string head)
    {
        const string Name = "\r\ncontent-length:";
        var begin = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return begin < 0 ? null
            : int.Parse(head.AsSpan(begin + Name.Length, head.IndexOf('\r', begin + Name.Length) - begin - Name.Length).Trim(), CultureInfo.InvariantCulture);
    }

    private async Task<int> ReadChunksAsync(Socket socket, int at)
    {
        var sum = 0;
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _filled - at).IndexOf("\r\n"u8)) < 0)
            {
                await ReceiveAsync(socket);
            }

            var size = int.Parse(Encoding.ASCII.GetString(_buffer, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at = await ReadToAsync(socket, at + line + 2 + size + 2);
            sum += size;
            if (size == 0)
            {
                return sum;
            }
        }
    }

    private async Task<int> ReadToAsync(Socket socket, int end)
    {
        while (_filled < end)
        {
            await ReceiveAsync(socket);
        }

        return end;
    }

    private async Task ReceiveAsync(Socket socket)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += read > 0 ? read : throw new InvalidOperationException("The server closed the connection in the middle of an answer.");
    }
}
