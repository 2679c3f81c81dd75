using RasterAnalysis.Models;

namespace RasterAnalysis.Runtimes;

/// <summary>The runtimes that there are, in the order in which they are asked.</summary>
/// <param name="runtimes">The runtimes.</param>
/// <param name="converters">What makes ONNX networks of files of other kinds, in the order in which they are asked; null for none.</param>
public sealed class NetworkRuntimes(IReadOnlyList<INetworkRuntime> runtimes, IReadOnlyList<INetworkConverter>? converters = null)
{
    private bool _isCodeRefused;

    /// <summary>Those that run no program code of the package's own: for packages of users who may not bring any.</summary>
    public NetworkRuntimes WithoutPackageCode() =>
        runtimes.Any(runtime => runtime.RunsPackageCode) ? new NetworkRuntimes([.. runtimes.Where(runtime => !runtime.RunsPackageCode)], converters) { _isCodeRefused = true } : this;

    /// <summary>The runtime of a network.</summary>
    /// <param name="networkFile">Path or name of its file.</param>
    /// <exception cref="ModelPackageException">There is none; the text says how to make it a network that can be run.</exception>
    public INetworkRuntime For(string networkFile) => runtimes.FirstOrDefault(runtime => runtime.CanLoad(networkFile))
        ?? throw new ModelPackageException(_isCodeRefused && UnsupportedNetwork.IsFunction(networkFile) ? UnsupportedNetwork.FunctionOfPublisher(Path.GetFileName(networkFile)) :
            UnsupportedNetwork.Describe(networkFile) ?? $"No runtime takes the network '{Path.GetFileName(networkFile)}'.");

    /// <summary>Opens an unpacked package; see <see cref="ModelPackageReader"/>.</summary>
    /// <param name="path">Folder of the package, or full path of an <c>.emd</c>.</param>
    /// <exception cref="ModelPackageException">There is no usable definition or network; the text says which and what to do.</exception>
    public ModelPackage Read(string path) => Directory.Exists(path)
        ? ModelPackageReader.Read(path, null, HasGraphs, converters) : ModelPackageReader.ReadDefinitionFile(path, null, HasGraphs, converters);

    /// <summary>The ONNX network that has to be made before an unpacked package can be read; null for none.</summary>
    /// <param name="path">Folder of the package, or full path of an <c>.emd</c>, beside which none is made.</param>
    /// <exception cref="ModelPackageException">There is no usable definition or network; the text says which and what to do.</exception>
    public PendingConversion? FindConversion(string path) => Directory.Exists(path) ? ModelPackageReader.FindConversion(path, HasGraphs, converters ?? []) : null;

    private bool HasGraphs(string networkFile) => For(networkFile).HasGraphs;
}
