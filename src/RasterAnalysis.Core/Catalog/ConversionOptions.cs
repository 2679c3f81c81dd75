namespace RasterAnalysis.Catalog;

/// <summary>How long it may take to make an ONNX network of a package's file: settings of section <c>RasterAnalysis:PythonFunctions</c>.</summary>
public sealed record ConversionOptions
{
    /// <summary>How long one conversion or rebuilding may take, from when it begins. What comes of it is tried in a time of its own then.</summary>
    /// <value>Default ten minutes: nobody waits for it.</value>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an upload waits for it before it is answered with an item that is <see cref="ItemState.Preparing"/>.</summary>
    /// <value>Default ten seconds, in which most are made: torch alone takes some to start, and clients and proxies wait for thirty and more.</value>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);
}
