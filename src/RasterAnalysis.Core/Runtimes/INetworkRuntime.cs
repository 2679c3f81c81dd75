using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Runtimes;

/// <summary>Loads networks of one kind of file. Only processing instances have runtimes.</summary>
/// <remarks>Not thread-safe.</remarks>
public interface INetworkRuntime
{
    /// <summary>Its name for people, for example <c>ONNX Runtime</c>.</summary>
    string Name { get; }

    /// <summary>Its version; another one may be quicker with other tiles.</summary>
    string Version { get; }

    /// <summary>
    /// Whether its files are ONNX graphs. What only a graph can say (stride, radius, exact seams, narrowing, where NaN may be made) is not known of the networks of other runtimes, and they are
    /// run without it.
    /// </summary>
    bool HasGraphs { get; }

    /// <summary>Whether it runs program code of the package's own, which not everybody may bring.</summary>
    bool RunsPackageCode => false;

    /// <summary>Whether it takes a network by the look of its file's name. Runtimes are asked in their order, and the first one has it.</summary>
    /// <param name="networkFile">Path or name of the file, as the model definition writes it.</param>
    bool CanLoad(string networkFile);

    /// <summary>Loads a network.</summary>
    /// <param name="load">The network, and how it is wanted.</param>
    /// <param name="warnings">Receives what the user should know, for example that there is no GPU.</param>
    /// <returns>The network; the caller disposes of it.</returns>
    /// <exception cref="ModelPackageException">The file is damaged, or needs what this runtime does not have.</exception>
    /// <exception cref="InferenceException">The settings require a GPU and there is none.</exception>
    INetworkSession Load(NetworkLoad load, ICollection<string> warnings);
}
