using RasterAnalysis.Finiteness;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Quantization;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Runtimes;

/// <summary>A network to load, and how it is wanted. What is changed in its graph is said only of networks that have one.</summary>
/// <param name="Path">Full path of the network's file; what belongs to it is found beside it.</param>
/// <param name="Asked">Where it should run.</param>
public sealed record NetworkLoad(string Path, ProcessorType Asked)
{
    /// <summary>Tells networks apart by their content, so that what is built for them can be kept; null keeps nothing.</summary>
    public string? NetworkKey { get; init; }

    /// <summary>Threads that work on one run; 0 for as the settings say.</summary>
    public int Threads { get; init; }

    /// <summary>Whether it is run on few tiles of many shapes, so that nothing should be built for each.</summary>
    public bool IsTrial { get; init; }

    /// <summary>How the network is to be cut to what its tiles need; null for as it is.</summary>
    public NetworkNarrowing? Narrowing { get; init; }

    /// <summary>How the network is quantised; null for as it is. It is cut first.</summary>
    public NetworkQuantization? Quantization { get; init; }

    /// <summary>Float32 tensors inside the network that are outputs too, to be looked at; only of networks of which nothing else is changed.</summary>
    public IReadOnlyList<string> Observed { get; init; } = [];

    /// <summary>A tensor inside the network that is an output too; null for none.</summary>
    public LogitTensor? Logits { get; init; }

    /// <summary>How a Python raster function is called; null for networks.</summary>
    public RasterFunctionCall? Function { get; init; }

    /// <summary>Nodes of which each run tells where they made NaN or infinity; null for none.</summary>
    public NetworkWatch? Watch { get; init; }
}
