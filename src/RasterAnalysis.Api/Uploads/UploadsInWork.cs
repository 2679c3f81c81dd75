using System.Collections.Concurrent;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.Api.Uploads;

/// <summary>
/// The requests of this process that write an upload. Who asks how far an upload is means to go on from there, so the request that was sending it is ended: its connection may be
/// broken without anybody having noticed.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UploadsInWork(ResumableUploads uploads)
{
    private readonly ConcurrentDictionary<string, Work> _works = new();

    /// <summary>Takes the right to write an upload.</summary>
    /// <exception cref="UploadFault">Another request has it.</exception>
    public Work Begin(string id, CancellationToken aborted)
    {
        var hold = uploads.TryHold(id) ?? throw UploadFault.Locked(id);
        return _works[id] = new Work(this, id, hold, aborted);
    }

    /// <summary>Ends the request that writes an upload, and waits until what has come of it is written.</summary>
    public async Task InterruptAsync(string id)
    {
        if (_works.TryGetValue(id, out var work))
        {
            await work.EndAsync();
        }
    }

    /// <summary>A request that writes.</summary>
    internal sealed class Work : IDisposable
    {
        private readonly UploadsInWork _all;
        private readonly string _id;
        private readonly CancellationTokenSource _interruption;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Work(UploadsInWork all, string id, UploadHold hold, CancellationToken aborted)
        {
            (_all, _id, Hold) = (all, id, hold);
            _interruption = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        }

        /// <summary>The right.</summary>
        public UploadHold Hold { get; }

        /// <summary>Cancelled when the request is to end.</summary>
        public CancellationToken Token => _interruption.Token;

        public async Task EndAsync()
        {
            try
            {
                await _interruption.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // it has just ended by itself
            }

            await _ended.Task;
        }

        public void Dispose()
        {
            _all._works.TryRemove(KeyValuePair.Create(_id, this));
            Hold.Dispose();
            _interruption.Dispose();
            _ended.SetResult();
        }
    }
}
