using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// Asks servers for ranges of files. What comes is compared with what was asked for: the range, the length, and that the file is still the one that it was.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RangeClient(RemoteRequests requests, RemoteRasterOptions options)
{
    private const int Tries = 4;

    // after so many blocks a server may take its time anew
    private const int BlocksOfPatience = 16;

    /// <summary>The pause before the second try; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks for the beginning of a file.</summary>
    /// <param name="address">The file.</param>
    /// <param name="known">The version of it that is known, which then need not be sent again; null for none.</param>
    /// <param name="bytes">How many bytes are wanted.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">There is no such file, or no answer.</exception>
    public Task<RangeProbe> ProbeAsync(Uri address, RemoteVersion? known, int bytes, CancellationToken cancellationToken) => TryOftenAsync(
        () => SendAsync(
            address, 0, bytes, known is null ? null : ("If-None-Match", known.EntityTag!),
            async (response, patience) =>
            {
                if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
                {
                    return new RangeProbe(known, null);
                }

                if (response.StatusCode is not HttpStatusCode.PartialContent || RemoteVersion.Of(response) is not { IsKnown: true } version || !IsPlain(response))
                {
                    // what does not pass by itself is told by whoever fetches the file whole
                    RefuseTransient(address, response);
                    return new RangeProbe(null, null);
                }

                var head = new byte[Math.Min(bytes, version.Length)];
                CheckRange(address, response, 0, head.Length);
                await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
                await ReadAsync(stream, head, address, patience.Token);
                return new RangeProbe(version, head);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Fetches blocks that follow one another. Where an answer breaks off, the next one begins behind the last whole block.</summary>
    /// <param name="address">The file.</param>
    /// <param name="version">The file as it was.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="take">Takes one block after the other.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The server does not give them, or the file is another one now.</exception>
    public async Task FetchAsync(Uri address, RemoteVersion version, BlockRange blocks, Action<long, ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var next = blocks.First;
        await TryOftenAsync(
            async () =>
            {
                var offset = next * BlockFile.BlockBytes;
                var count = Math.Min(version.Length, blocks.End * BlockFile.BlockBytes) - offset;
                return await SendAsync(
                    address, offset, count, version.IsStrong ? ("If-Match", version.EntityTag!) : null,
                    async (response, patience) =>
                    {
                        await CheckAnswerAsync(address, response, version, offset, count, patience.Token);
                        await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
                        var buffer = new byte[BlockFile.BlockBytes];
                        for (var (left, number) = (count, 1); left > 0; number++)
                        {
                            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
                            await ReadAsync(stream, part, address, patience.Token);
                            take(next, part.Span);
                            (next, left) = (next + 1, left - part.Length);
                            if (number % BlocksOfPatience == 0)
                            {
                                patience.CancelAfter(options.Patience);
                            }
                        }

                        return await stream.ReadAsync(buffer.AsMemory(0, 1), patience.Token) == 0
                            ? true : throw new RasterAccessException($"{Shown(address)} answered with more bytes than it was asked for.");
                    },
                    cancellationToken);
            },
            cancellationToken);
    }

    private async Task<T> TryOftenAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var (number, pause) = (1, FirstPause); ; number++, pause *= 2)
        {
            try
            {
                return await attempt();
            }
            catch (RasterAccessException exception) when (exception.IsTransient && number < Tries)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    private async Task<T> SendAsync<T>(
        Uri address, long offset, long count, (string Name, string Tag)? condition, Func<HttpResponseMessage, CancellationTokenSource, Task<T>> read, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience);
        try
        {
            using var response = await requests.GetAsync(
                address,
                request =>
                {
                    request.Headers.Range = new RangeHeaderValue(offset, offset + count - 1);
                    request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
                    if (condition is var (name, tag))
                    {
                        request.Headers.TryAddWithoutValidation(name, tag);
                    }
                },
                patience.Token);
            return await read(response, patience);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RasterAccessException(
                string.Create(CultureInfo.InvariantCulture, $"{Shown(address)} did not answer in full: it gave nothing, or too little, for {options.Patience.TotalSeconds:0.#} seconds."),
                isTransient: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or SocketException or IOException { InnerException: SocketException })
        {
            throw new RasterAccessException($"{Shown(address)} cannot be fetched: {exception.Message}", isTransient: true, exception);
        }
    }

    private static async Task CheckAnswerAsync(Uri address, HttpResponseMessage response, RemoteVersion version, long offset, long count, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable
            || (response.IsSuccessStatusCode && version.Matches(response) == false))
        {
            throw Changed(address, version);
        }

        await RefuseAsync(address, response, cancellationToken);
        if (response.StatusCode != HttpStatusCode.PartialContent || !IsPlain(response))
        {
            throw new RasterAccessException($"{Shown(address)} answered {(int)response.StatusCode} with something else than the range of bytes that it was asked for, as it had given before.");
        }

        if (response.Content.Headers.ContentRange is { Length: { } length } && length != version.Length)
        {
            throw Changed(address, version);
        }

        CheckRange(address, response, offset, count);
        if (version.Matches(response) is null)
        {
            throw new RasterAccessException($"{Shown(address)} answered without saying whether the file is still the one of {version}, so that a change would not be seen.");
        }
    }

    private static void CheckRange(Uri address, HttpResponseMessage response, long offset, long count)
    {
        var range = response.Content.Headers.ContentRange;
        if (range is not { Unit: "bytes", From: { } from, To: { } to } || from != offset || to != offset + count - 1 || response.Content.Headers.ContentLength is { } sent && sent != count)
        {
            throw new RasterAccessException(string.Create(
                CultureInfo.InvariantCulture, $"{Shown(address)} was asked for bytes {offset}-{offset + count - 1} and answered with {range?.ToString() ?? "none"} ({response.Content.Headers.ContentLength} bytes)."));
        }
    }

    /// <summary>A part of a file as it is: not of several parts, not compressed.</summary>
    private static bool IsPlain(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true
        && response.Content.Headers.ContentEncoding.All(encoding => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static void RefuseTransient(Uri address, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is 408 or 429 or >= 500)
        {
            throw new RasterAccessException($"{Shown(address)} answered {(int)response.StatusCode}.", isTransient: true);
        }
    }

    private static async Task RefuseAsync(Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        RefuseTransient(address, response);
        if (!response.IsSuccessStatusCode)
        {
            var hint = (int)response.StatusCode switch
            {
                >= 300 and < 400 => "; redirects are not followed, give the final address",

                // it had given the beginning
                401 or 403 => ", which it had given before: if its address is signed, the signature has expired. Submit the job again with a new one; finished sections are kept",
                _ => "",
            };
            throw new RasterAccessException($"{Shown(address)} answered {(int)response.StatusCode}{await RemoteRequests.ReasonAsync(response, cancellationToken)}{hint}.");
        }
    }

    private static async Task ReadAsync(Stream stream, Memory<byte> bytes, Uri address, CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken) < bytes.Length)
        {
            throw new RasterAccessException($"{Shown(address)} answered with fewer bytes than it said.", isTransient: true);
        }
    }

    private static RasterAccessException Changed(Uri address, RemoteVersion version) => new(
        $"{Shown(address)} was changed while the job was reading it: it is no longer the file of {version} and {version.Length} bytes. Submit the job again.");

    private static string Shown(Uri address) => RemoteRequests.Shown(address);
}
