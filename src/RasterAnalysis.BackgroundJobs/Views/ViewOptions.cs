namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>Settings of section <c>RasterAnalysis:Pictures</c>: what map clients may take of the machine.</summary>
public sealed record ViewOptions
{
    /// <summary>
    /// Pictures, values and statistics that are made at once; counted by itself for what the service made (in this process) and for everything else (each in a
    /// processing instance of its own).
    /// </summary>
    /// <value>Default: one for each core, at least 2.</value>
    public int AtOnce { get; init; } = Math.Max(2, System.Environment.ProcessorCount);

    /// <summary>How many may wait for their turn, counted likewise; more are answered that the service is busy.</summary>
    /// <value>Default 128.</value>
    public int MaxWaiting { get; init; } = 128;

    /// <summary>How long one waits for its turn before it is answered that the service is busy.</summary>
    /// <value>Default 8 seconds.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long one is worked on; then it is given up, and an instance ended.</summary>
    /// <value>Default 16 seconds.</value>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>Bytes of memory at which an instance is ended.</summary>
    /// <value>Default 1 GiB.</value>
    public long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>Bytes of encoded pictures of results that are kept in memory, for whoever asks for the same again; 0 for none.</summary>
    /// <value>Default 8 MiB.</value>
    public long CacheBytes { get; init; } = 8L << 20;
}
