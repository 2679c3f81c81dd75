using System.Text.Json.Serialization;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// How a network is written anew to compute with fewer bits for one raster (<c>docs/decisions/0102-int8-for-this-raster.md</c>, <c>0119-float16-on-gpus.md</c>). A plan holds it by the names of
/// tensors in the file, its functions put where they are called, and the file is written where it is loaded.
/// </summary>
[JsonConverter(typeof(NetworkQuantizationConverter))]
public abstract record NetworkQuantization
{
    /// <summary>Tells quantised networks apart: the SHA-256 of the file that is written for the network as it is, in hexadecimal digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>What the network then computes in, where it can.</summary>
    public abstract NetworkPrecision Precision { get; }

    /// <summary>Writes the network.</summary>
    /// <param name="file">The ONNX file, narrowed or as it is; without loops and branches (<see cref="QuantizationPlanner"/>).</param>
    /// <param name="folder">Folder in which files that hold weights lie.</param>
    /// <param name="kept">Tensors that are read though they are no outputs.</param>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">A file of weights cannot be read.</exception>
    public abstract byte[] Write(byte[] file, string folder, IReadOnlyCollection<string> kept);
}
