namespace RasterAnalysis.Classification;

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

    /// <summary>Name for the result; null to have one made.</summary>
    public string? OutputName { get; init; }

    /// <summary>The item that was made for the result; null to have one made.</summary>
    public string? OutputItemId { get; init; }

    /// <summary>Address of the image service that was made for the result; null when none was given.</summary>
    public string? OutputUrl { get; init; }

    /// <summary>Folder for the result, by id or title; empty for the root, or for that of <see cref="OutputItemId"/>.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether each raster of a mosaic is classified by itself.</summary>
    public bool ProcessAllRasterItems { get; init; }

    /// <summary>The analysis environment.</summary>
    public AnalysisContext Context { get; init; } = new();

    /// <summary>What was left aside while reading the request; becomes messages of the job.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
