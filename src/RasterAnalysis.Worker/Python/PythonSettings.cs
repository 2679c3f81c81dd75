using RasterAnalysis.Catalog;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Python;

/// <summary>Settings of section <c>RasterAnalysis:PythonFunctions</c> (<c>docs/reference/configuration.md</c>).</summary>
internal sealed record PythonSettings
{
    /// <summary>Whether packages' Python raster functions run, and how.</summary>
    /// <value>Default off.</value>
    public PythonFunctionMode Mode { get; init; }

    /// <summary>Full path of the Python that runs raster functions and converts TorchScript; empty for none.</summary>
    /// <value>Default <c>/usr/bin/python3</c>.</value>
    public string Interpreter { get; init; } = "/usr/bin/python3";

    /// <summary>Folders that functions may import from, beside those of the interpreter; read only.</summary>
    public IReadOnlyList<string> ModulePaths { get; init; } = [];

    /// <summary>Address space of a function's process, in bytes; what libraries map of themselves counts, torch's 3 GB.</summary>
    /// <value>Default 8 GiB.</value>
    public long MaxMemory { get; init; } = 8L << 30;

    /// <summary>How long a function may take until it says how it wants its blocks.</summary>
    /// <value>Default 40 seconds.</value>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a function may take for one block.</summary>
    /// <value>Default 40 seconds.</value>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long torch may take over one conversion.</summary>
    /// <value>Default: that of <see cref="ConversionOptions.Time"/>, which is the same setting.</value>
    public TimeSpan ConversionTime { get; init; } = new ConversionOptions().Time;
}
