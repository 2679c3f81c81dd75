using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Models;

/// <summary>An unpacked model package that this service can run.</summary>
/// <param name="Folder">Where the package's files are; the owner of the package deletes it.</param>
/// <param name="DefinitionPath">Full path of the <c>.emd</c>.</param>
/// <param name="Definition">The model definition.</param>
/// <param name="NetworkPath">Path of the network's file inside <paramref name="Folder"/>.</param>
/// <param name="Network">The graph in that file, without its weights; null where it is no ONNX file, and nothing is known of what is in it.</param>
/// <param name="Warnings">What was guessed or left aside, for the user.</param>
public sealed record ModelPackage(
    string Folder, string DefinitionPath, ModelDefinition Definition, string NetworkPath, OnnxModel? Network, IReadOnlyList<string> Warnings)
{
    /// <summary>Full paths of the network's file and of the files that hold its weights; of a Python raster function all of the package, of which it may read any.</summary>
    public IReadOnlyList<string> NetworkFiles => Origin == NetworkOrigin.Python
        ? [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [NetworkPath, .. (Network?.ExternalFiles ?? []).Select(file => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(NetworkPath)!, file)))];

    /// <summary>How the network came out of the package's file.</summary>
    public NetworkOrigin Origin { get; init; }

    /// <summary>What was done to the package's network, and how close it came.</summary>
    public IReadOnlyList<PreparationNote> Preparation { get; init; } = [];

    /// <summary>What the package's own Python raster function says of itself, read without running it; null when it has none.</summary>
    public PythonFunction? Function { get; init; }

    /// <summary>Defaults of that function which hold for jobs that do not give the argument.</summary>
    public GivenArguments ArgumentDefaults { get; init; } = GivenArguments.None;
}
