namespace RasterAnalysis.OnnxRuntime;

/// <summary>Where the network writes one of its outputs: memory for two runs, taken in turns, so that what a run gave may be read while the next one runs.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="network">Lends memory that a GPU writes to directly.</param>
internal sealed class OutputMemory(LoadedNetwork network) : IDisposable
{
    private readonly Memory<float>[] _rooms = [default, default];
    private readonly TransferMemory?[] _pinned = [null, null];

    /// <summary>Memory of a turn; what it held before is gone.</summary>
    /// <param name="turn">0 or 1.</param>
    /// <param name="count">Elements.</param>
    public Memory<float> Take(int turn, int count)
    {
        if (_rooms[turn].Length < count)
        {
            // forgotten before there is another one: there may be none
            IDisposable? former = _pinned[turn];
            (_rooms[turn], _pinned[turn]) = (default, null);
            former?.Dispose();
            _pinned[turn] = network.TryRent(count);
            _rooms[turn] = _pinned[turn]?.Memory ?? new float[count];
        }

        return _rooms[turn][..count];
    }

    public void Dispose()
    {
        foreach (IDisposable? memory in _pinned)
        {
            memory?.Dispose();
        }
    }
}
