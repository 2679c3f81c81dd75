using System.Buffers;

namespace RasterAnalysis.Rasters;

/// <summary>
/// A large buffer that is lent, and given back for the next job: memory that nobody has touched yet is slower to come by than most of what is done with it.
/// </summary>
/// <remarks>Not thread-safe. What it holds at first is whatever lay there.</remarks>
internal sealed class PooledBuffer<T> : IDisposable
    where T : unmanaged
{
    private T[] _array = [];

    /// <summary>The first elements. A longer part than ever before is another memory, with other content; a shorter one is the same.</summary>
    public Memory<T> Take(int length)
    {
        if (_array.Length < length)
        {
            Dispose();
            _array = ArrayPool<T>.Shared.Rent(length);
        }

        return _array.AsMemory(0, length);
    }

    /// <summary>Gives the memory back; whoever still has a part of it must not use it.</summary>
    public void Dispose()
    {
        if (_array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_array);
            _array = [];
        }
    }
}
