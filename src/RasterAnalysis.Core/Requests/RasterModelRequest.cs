using RasterAnalysis.Models;

namespace RasterAnalysis.Requests;

/// <summary>A request to run a model over a raster, understood but not yet looked up: what such tools have in common.</summary>
public sealed record RasterModelRequest
{
    /// <summary>The input.</summary>
    public required SourceReference InputRaster { get; init; }

    /// <summary>The package or definition.</summary>
    public required SourceReference Model { get; init; }

    /// <summary>Arguments of the model.</summary>
    public required GivenArguments ModelArguments { get; init; }

    /// <summary>Where the result goes.</summary>
    public required OutputRequest Output { get; init; }

    /// <summary>Whether each raster of a mosaic is looked at by itself.</summary>
    public bool ProcessAllRasterItems { get; init; }

    /// <summary>The analysis environment.</summary>
    public AnalysisContext Context { get; init; } = new();

    /// <summary>The tool's own parameters, as its JSON; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>What was left aside while reading the request; becomes messages of the job.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
