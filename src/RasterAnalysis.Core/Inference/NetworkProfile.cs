using RasterAnalysis.Locality;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>How to feed a pixel network and how to read what it returns: the signature, made certain by a trial run.</summary>
/// <param name="InputName">The input.</param>
/// <param name="InputType">Element type of the input.</param>
/// <param name="InputLayout">Axis order of the input.</param>
/// <param name="Bands">Channels of the input.</param>
/// <param name="FixedBatch">Tiles that every run must have; null when any number will do.</param>
/// <param name="FixedHeight">Rows that every tile must have; null when the network takes other sizes.</param>
/// <param name="FixedWidth">Columns that every tile must have; null when the network takes other sizes.</param>
/// <param name="OutputName">The output that is read, or the tensor of <paramref name="Logits"/>.</param>
/// <param name="OutputKind">What the output's numbers mean.</param>
/// <param name="OutputLayout">Axis order of the output.</param>
/// <param name="Channels">Channels of the output; 1 for one class and for class ids.</param>
/// <param name="Crop">Pixels that the output lacks on each side of the tile, because the network returns only the centre.</param>
/// <param name="OutputStride">Pixels of the tile for one pixel of the output; above 1 the scores are interpolated bilinearly before the classes are decided.</param>
/// <param name="AreProbabilities">Whether the scores are probabilities: of a pixel's classes together, with a sum of 1, or of each class by itself.</param>
/// <param name="Locality">What an output pixel depends on; null when the graph could not be read.</param>
/// <param name="Logits">
/// The tensor that the network's last sigmoid takes, where that is read: the sigmoid of each score is the probability of its class. Null where an output of the file is read.
/// </param>
/// <param name="DecidedChannels">For class ids: the channels among which the network chose, which the ids then number; null where that is not known.</param>
public sealed record NetworkProfile(
    string InputName,
    TensorElementType InputType,
    TensorLayout InputLayout,
    int Bands,
    int? FixedBatch,
    int? FixedHeight,
    int? FixedWidth,
    string OutputName,
    OutputKind OutputKind,
    TensorLayout OutputLayout,
    int Channels,
    int Crop,
    int OutputStride = 1,
    bool AreProbabilities = false,
    NetworkLocality? Locality = null,
    LogitTensor? Logits = null,
    int? DecidedChannels = null)
{
    /// <summary>
    /// The Python raster function that runs in place of a network; null for networks. Its input has a plane more behind the bands, 1 where the raster has a pixel and 0 where it has none,
    /// where all bands are 0 too; outside of the raster it has none. Its class numbers are the classes' values.
    /// </summary>
    public RasterFunctionCall? Function { get; init; }

    /// <summary>Whether it is given zeros outside of the raster, rather than the raster mirrored: an object that is mirrored would be another one.</summary>
    public bool SeesNothingOutside => Function is not null || OutputKind == OutputKind.Objects;

    /// <summary>Planes of the input: the bands, and what a function is told of their validity.</summary>
    public int Planes => Bands + (Function is null ? 0 : 1);
}
