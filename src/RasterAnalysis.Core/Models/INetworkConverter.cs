using System.Text.Json.Nodes;

namespace RasterAnalysis.Models;

/// <summary>Makes an ONNX network of a file of another kind, once, when its package comes in. Only processing instances have converters.</summary>
/// <remarks>Not thread-safe; several processes may convert the same file at the same time.</remarks>
public interface INetworkConverter
{
    /// <summary>Key of the text in a made network's metadata that says what was made, of what, and how close it came: a sentence a line.</summary>
    const string NotesKey = "rasteranalysis.conversion";

    /// <summary>What its networks are.</summary>
    NetworkOrigin Origin { get; }

    /// <summary>Whether it takes a file, by what is in it. Converters are asked in their order, before any runtime, and never for an ONNX file.</summary>
    /// <param name="path">Full path of a file that is there.</param>
    bool Takes(string path);

    /// <summary>The network that was made of a file before, by the same program of the same content.</summary>
    /// <param name="path">Full path of a file that it takes.</param>
    /// <param name="document">The model definition (<c>.emd</c>), as it is written.</param>
    /// <returns>Full path of the ONNX file; null where it has yet to be made.</returns>
    string? Find(string path, JsonObject document);

    /// <summary>Writes the network beside the file, complete or not at all. Where one that the same program has made of the same content is there, it is that.</summary>
    /// <param name="path">Full path of a file that it takes, in a folder of the service's own.</param>
    /// <param name="document">The model definition (<c>.emd</c>), as it is written.</param>
    /// <returns>Full path of the ONNX file, which carries the text of <see cref="NotesKey"/>.</returns>
    /// <exception cref="ModelPackageException">No network that computes the same can be made of it; the text says why and what to do.</exception>
    string Convert(string path, JsonObject document);
}
