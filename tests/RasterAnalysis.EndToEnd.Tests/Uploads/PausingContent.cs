using System.Net;

namespace RasterAnalysis.EndToEnd.Tests.Uploads;

/// <summary>A body that is announced whole and stops in the middle until it is told how to go on.</summary>
/// <param name="content">The body.</param>
/// <param name="first">Bytes that are sent before the pause.</param>
internal sealed class PausingContent(ReadOnlyMemory<byte> content, int first) : HttpContent
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the bytes before the pause are on their way.</summary>
    public Task Paused => _paused.Task;

    /// <summary>Sends the rest.</summary>
    public void GoOn() => _goesOn.SetResult();

    /// <summary>Breaks the connection.</summary>
    public void Break() => _goesOn.SetException(new IOException("The connection is broken off."));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(content[..first]);
        await stream.FlushAsync();
        _paused.SetResult();
        await _goesOn.Task;
        await stream.WriteAsync(content[first..]);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
