namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Largest block that a service is asked for; it shrinks when the service refuses.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BlockLimit(int side)
{
    private int _side = side;

    /// <summary>Most columns and rows.</summary>
    public int Side => Volatile.Read(ref _side);

    /// <summary>Lowers it.</summary>
    /// <returns>Whether this call lowered it.</returns>
    public bool Lower(int side)
    {
        for (var known = Side; side < known; known = Side)
        {
            if (Interlocked.CompareExchange(ref _side, side, known) == known)
            {
                return true;
            }
        }

        return false;
    }
}
