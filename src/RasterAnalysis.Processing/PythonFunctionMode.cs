namespace RasterAnalysis.Processing;

/// <summary>Whether packages' Python raster functions run: they are programs of strangers.</summary>
public enum PythonFunctionMode
{
    /// <summary>They do not.</summary>
    Off,

    /// <summary>Each in a process of its own that has given up files, sockets, programs and signals.</summary>
    Confined,

    /// <summary>Each in a process of its own that may do what the service may; for packages that the operator trusts.</summary>
    Unconfined,
}
