using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.TorchNetworks;

namespace RasterAnalysis.Models;

/// <summary>
/// Builds the ONNX network of weights that torch has saved, as arcgis.learn's packages carry them (<c>docs/reference/model-packages.md#weights-of-arcgislearn</c>). Nothing of the file is run
/// (<c>docs/decisions/0083-checkpoints-are-read-not-unpickled.md</c>).
/// </summary>
public sealed class CheckpointConverter : INetworkConverter
{
    /// <summary>What the made files are called after the checkpoint's name.</summary>
    internal const string Kind = "rebuilt";

    // another one where the same weights would become another network
    private const string Version = "1";
    private const int HashLength = 16;
    private const string DataExtension = ".weights";

    /// <inheritdoc/>
    public NetworkOrigin Origin => NetworkOrigin.Rebuilt;

    /// <inheritdoc/>
    public bool Takes(string path)
    {
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            return IsKnown(new StateDictionary(checkpoint));
        }
        catch (CheckpointFormatException)
        {
            // why it cannot be read is said when it is to be rebuilt
            return Checkpoint.IsMeant(path);
        }
    }

    /// <inheritdoc/>
    public string? Find(string path, JsonObject document) => Made(path) is var (network, data) && File.Exists(network) && File.Exists(data) ? network : null;

    /// <inheritdoc/>
    public string Convert(string path, JsonObject document)
    {
        var (network, data) = Made(path);
        if (File.Exists(network) && File.Exists(data))
        {
            return network;
        }

        var unfinished = $"{Path.ChangeExtension(network, null)}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes($"{unfinished}.onnx", Build(path, unfinished + DataExtension, Path.GetFileName(data)));
            File.Move(unfinished + DataExtension, data, overwrite: true);
            File.Move($"{unfinished}.onnx", network, overwrite: true);
            return network;
        }
        catch (CheckpointFormatException exception)
        {
            throw new ModelPackageException(UnsupportedNetwork.Weights(Path.GetFileName(path), exception.Message), exception);
        }
        finally
        {
            File.Delete(unfinished + DataExtension);
            File.Delete($"{unfinished}.onnx");
        }
    }

    private static byte[] Build(string path, string dataPath, string dataName)
    {
        using var checkpoint = Checkpoint.Open(path);
        using var data = File.Create(dataPath);
        var weights = new StateDictionary(checkpoint);
        var graph = new TorchGraph(weights, data, dataName);
        var (scores, name, bands) = DynamicUNet.IsOne(weights) ? new DynamicUNet(graph, weights).Build() : new DeepLabV3(graph, weights).Build();
        var count = weights.RequireAllPlaced();
        return graph.Finish(
            scores,
            (INetworkConverter.NotesKey, $"The network was rebuilt from the PyTorch weights in '{Path.GetFileName(path)}' as {name} with {bands} bands and {scores.Channels} channels; each of its {count} weights has its place."));
    }

    private static bool IsKnown(StateDictionary weights) => DynamicUNet.IsOne(weights) || DeepLabV3.IsOne(weights);

    private static (string Network, string Data) Made(string path)
    {
        var made = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{Kind}-{KeyOf(path)}");
        return ($"{made}.onnx", made + DataExtension);
    }

    private static string KeyOf(string path)
    {
        using var file = File.OpenRead(path);
        return System.Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(file), .. System.Text.Encoding.UTF8.GetBytes(Version)]))[..HashLength];
    }
}
