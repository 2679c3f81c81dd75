namespace RasterAnalysis.Processing;

/// <summary>Settings of section <c>RasterAnalysis:Worker</c>.</summary>
public sealed record ProcessingInstanceOptions
{
    /// <summary>
    /// Environment variable that tells an instance the bytes of memory that it may have. It holds itself to them, since a decoder may ask for many gigabytes faster than
    /// anybody can look; what is refused then is an error of the request.
    /// </summary>
    public const string MemoryVariable = "RASTERANALYSIS_MEMORY";

    /// <summary>Full path of <c>RasterAnalysis.Worker.dll</c>.</summary>
    /// <value>Default: <c>worker/RasterAnalysis.Worker.dll</c> beside the service, else beside the running program.</value>
    public string Path { get; init; } = "";

    /// <summary>Instances that are kept ready for the next job.</summary>
    /// <value>Default 2.</value>
    public int MaxIdle { get; init; } = 2;

    /// <summary>Instances that one job may have at once, by <c>parallelProcessingFactor</c>.</summary>
    /// <value>Default: one for each core, at least 4.</value>
    public int MaxInstances { get; init; } = Math.Max(4, System.Environment.ProcessorCount);

    /// <summary>Whether an instance is started when the service has started, and does a small job, so that the first real one finds it prepared.</summary>
    /// <value>Default true.</value>
    public bool Rehearses { get; init; } = true;

    /// <summary>The GPUs that instances are spread over.</summary>
    /// <value>Default: the first.</value>
    public IReadOnlyList<int> DeviceIds { get; init; } = [0];

    /// <summary>Models that are run on every GPU when the service starts: ids of items, folders of unpacked packages, or <c>.emd</c> files.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> WarmUp { get; init; } = [];

    /// <summary>How long an instance without work is kept.</summary>
    /// <value>Default five minutes.</value>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an instance may work without a sign of life before it is ended; it tells its progress after every run of the network.</summary>
    /// <value>Default 30 minutes.</value>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long loading and trying a network may take when its package comes in; one that takes longer is refused.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan TrialTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of memory that an instance may hold after a section; one that holds more is replaced.</summary>
    /// <value>Default: three quarters of what the process may use.</value>
    public long MaxMemory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Bytes of memory at which an instance is ended in the middle of its work, before the machine runs out.</summary>
    /// <value>Default: nine tenths of what the process may use.</value>
    public long MemoryLimit { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 9;

    /// <summary>Environment variables for instances, over those of this process: the settings of GDAL and ONNX Runtime.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The worker program that is started.</summary>
    public string ProgramPath => Path.Length > 0 ? Path : DefaultPath();

    /// <summary>The program and its arguments.</summary>
    internal (string Program, string[] Arguments) Command()
    {
        var host = System.Environment.ProcessPath;
        return System.IO.Path.GetFileNameWithoutExtension(host) switch
        {
            "dotnet" => (host!, [ProgramPath, "process"]),

            // a node that was published with its own runtime starts itself: there may be no dotnet
            "RasterAnalysis.Worker" when Path.Length == 0 => (host!, ["process"]),
            _ => ("dotnet", [ProgramPath, "process"]),
        };
    }

    private static string DefaultPath()
    {
        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, "worker", "RasterAnalysis.Worker.dll");
        return File.Exists(beside) ? beside : System.IO.Path.Combine(AppContext.BaseDirectory, "RasterAnalysis.Worker.dll");
    }
}
