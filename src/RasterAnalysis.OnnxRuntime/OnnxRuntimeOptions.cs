namespace RasterAnalysis.OnnxRuntime;

/// <summary>Settings of section <c>RasterAnalysis:OnnxRuntime</c>.</summary>
public sealed record OnnxRuntimeOptions
{
    /// <summary>Whether a job that asks for a GPU fails where there is none, rather than run on the processor with a Warning.</summary>
    /// <value>Default false.</value>
    public bool RequireGpu { get; init; }

    /// <summary>Whether TensorRT is tried before CUDA when a job asks for a GPU.</summary>
    /// <value>Default false: TensorRT builds an engine for minutes when a network is new to it.</value>
    public bool UseTensorRt { get; init; }

    /// <summary>Which GPU. The service tells each processing instance its own, one of the setting <c>DeviceIds</c>.</summary>
    /// <value>Default 0, the first.</value>
    public int DeviceId { get; init; }

    /// <summary>Folder in which TensorRT's engines are kept.</summary>
    /// <value>Default empty: none are kept. The service names <c>engines</c> under its data root.</value>
    public string EngineCache { get; init; } = "";

    /// <summary>Folder in which it is remembered how quick networks are with tiles of each size.</summary>
    /// <value>Default empty: nothing is measured. The service names <c>speeds</c> under its data root.</value>
    public string TileSpeeds { get; init; } = "";

    /// <summary>Folder in which quantisations of networks are kept for the next job on the same raster.</summary>
    /// <value>Default empty: none are kept. The service names <c>quantizations</c> under its data root.</value>
    public string Quantizations { get; init; } = "";

    /// <summary>Threads that work on one run.</summary>
    /// <value>Default 0: one for each core that the process may use.</value>
    public int IntraOpThreads { get; init; }

    /// <summary>Runs of a network at a time. More than one take as much more memory.</summary>
    /// <value>Default 0: one on the processor, two on a GPU.</value>
    public int ConcurrentRuns { get; init; }

    /// <summary>Bytes that the intermediate results of one run may take; the tiles of networks of any size, and batches, are chosen by it.</summary>
    /// <value>Default 1 GiB.</value>
    public long MaxRunMemory { get; init; } = 1L << 30;
}
