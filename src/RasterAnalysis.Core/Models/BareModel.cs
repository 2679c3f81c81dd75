using System.Text.Json.Nodes;

namespace RasterAnalysis.Models;

/// <summary>A model that says by itself what an <c>.emd</c> would: an <c>.ecd</c>, or an ONNX file whose metadata or labels name its classes.</summary>
internal static class BareModel
{
    private const string Network = ".onnx";

    /// <summary>Endings of such files.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [ClassifierDefinition.Extension, Network];

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool IsOne(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is an ONNX network, by its name.</summary>
    public static bool IsNetwork(string path) => Path.GetExtension(path).Equals(Network, StringComparison.OrdinalIgnoreCase);

    /// <summary>The one such file at the root of a package without an <c>.emd</c>; null where there is none, or more than one.</summary>
    /// <param name="folder">Full path of the package's folder.</param>
    public static string? TryFind(string folder)
    {
        // what the service has made of such a file lies beside it
        string[] found = [.. Directory.GetFiles(folder).Where(IsOne).Where(path => !PixelNetworkPackage.IsMade(path))];
        string[] classifiers = [.. found.Where(ClassifierDefinition.IsOne)];
        return classifiers is [var classifier] ? classifier : found is [var only] ? only : null;
    }

    /// <summary>The model definition of a network that has none; the rest is in its metadata.</summary>
    /// <param name="name">Name of its file.</param>
    public static JsonObject Definition(string name) => new()
    {
        ["Framework"] = "ONNX",
        ["ModelType"] = "ImageClassification",
        ["ModelName"] = Path.GetFileNameWithoutExtension(name),
        ["ModelFile"] = name,
    };

    /// <summary>Checks that a network without a definition has named its classes.</summary>
    /// <exception cref="ModelPackageException">It has not.</exception>
    public static void RequireClasses(JsonObject document, string name)
    {
        if (document["Classes"] is not JsonArray { Count: > 0 })
        {
            throw new ModelPackageException(
                $"The package has no .emd file, and '{PackagePath.Shown(name)}' does not name its classes itself; add a model definition (.emd) with ModelType, ModelFile and Classes at the root.");
        }
    }
}
