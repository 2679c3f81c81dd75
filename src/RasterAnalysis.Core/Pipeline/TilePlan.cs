using RasterAnalysis.Files;
using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Quantization;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>What the pipeline needs to know of a job: what is read, how it is cut into tiles, and which network sees them, after what.</summary>
public record TilePlan
{
    /// <summary>What to read, and on which grid.</summary>
    public required RasterReadSpec Input { get; init; }

    /// <summary>The processing grid and the output's window in it.</summary>
    public required GridPlan Grid { get; init; }

    /// <summary>Full path of the ONNX file.</summary>
    public required string NetworkPath { get; init; }

    /// <summary>How the network is fed and read, after the narrowing.</summary>
    public required NetworkProfile Network { get; init; }

    /// <summary>Outputs that are handed over as they are, whatever their shapes; empty where the network says something of each pixel, in its one output.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>How the network is cut to what the tiles' cores need; null for as it is in its file.</summary>
    public NetworkNarrowing? Narrowing { get; init; }

    /// <summary>How the network is quantised; null for Float32 as it is in its file.</summary>
    public NetworkQuantization? Quantization { get; init; }

    /// <summary>Nodes of the network that are looked at for NaN and infinity; null for none.</summary>
    public NetworkWatch? Watch { get; init; }

    /// <summary>What is done to the values before the network sees them.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>How the raster is cut for the network.</summary>
    public required TilingPlan Tiling { get; init; }

    /// <summary>Test-time augmentation; null for none.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>The sections, in output pixels; a section's number is its place in this list.</summary>
    public required IReadOnlyList<PixelWindow> Sections { get; init; }

    /// <summary>Pixels that are wanted; null for all.</summary>
    public MaskSpec? Mask { get; init; }

    /// <summary>Whether the tiles give what the whole raster would give.</summary>
    public SeamReport? Seams { get; init; }

    /// <summary>Whether a GPU is asked for.</summary>
    public required ProcessorType ProcessorType { get; init; }

    /// <summary>The files that the plan was made for: the raster's, the mask's and the network's. Whoever works by the plan looks whether they are the same.</summary>
    public IReadOnlyList<FileStamp> InputFiles { get; init; } = [];

    /// <summary>Networks of the same key are the same, file by file; null where it is not known.</summary>
    public string? NetworkKey { get; init; }

    /// <summary>Plans of the same key make the same pixels, however they are cut into sections; null where the input cannot be told from others.</summary>
    public string? Key { get; init; }

    /// <summary>What made the plan, with versions: the service, its libraries, and what the processor can do.</summary>
    public IReadOnlyDictionary<string, string> Software { get; init; } = new Dictionary<string, string>();

    /// <summary>A window of the output in pixels of the processing grid.</summary>
    public PixelWindow InGrid(PixelWindow section) =>
        section with { ColumnOffset = section.ColumnOffset + Grid.OutputWindow.ColumnOffset, RowOffset = section.RowOffset + Grid.OutputWindow.RowOffset };
}
