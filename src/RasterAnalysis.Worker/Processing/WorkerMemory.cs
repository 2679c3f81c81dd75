namespace RasterAnalysis.Worker.Processing;

/// <summary>Memory that large buffers leave behind.</summary>
internal static class WorkerMemory
{
    private const long LargeHeap = 64L << 20;

    /// <summary>The buffers of a plan, or of what was tried for it, may be large: what comes next should not be laid beside them.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Collects where the heap is large.</summary>
    public static void CollectWhenLarge()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) > LargeHeap)
        {
            Collect();
        }
    }
}
