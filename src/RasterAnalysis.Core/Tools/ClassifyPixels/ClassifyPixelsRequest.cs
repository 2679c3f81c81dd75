using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>A request to classify pixels, understood but not yet looked up.</summary>
public sealed record ClassifyPixelsRequest
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ClassifyPixelsUsingDeepLearning";

    /// <summary>The input.</summary>
    public required SourceReference InputRaster { get; init; }

    /// <summary>The package or definition.</summary>
    public required SourceReference Model { get; init; }

    /// <summary>Arguments by name, each as text.</summary>
    public required IReadOnlyDictionary<string, string> ModelArguments { get; init; }

    /// <summary>Where the result goes.</summary>
    public required OutputRequest Output { get; init; }

    /// <summary>Whether each raster of a mosaic is classified by itself.</summary>
    public bool ProcessAllRasterItems { get; init; }

    /// <summary>The analysis environment.</summary>
    public AnalysisContext Context { get; init; } = new();

    /// <summary>What was left aside while reading the request; becomes messages of the job.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
