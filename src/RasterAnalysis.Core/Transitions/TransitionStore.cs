using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Transitions;

/// <summary>What from-to rasters were made of, as <c>transitions.json</c> in their items' folders.</summary>
/// <param name="layout">Where the data folder is.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class TransitionStore(DataLayout layout)
{
    /// <summary>What an item was made of; null for an item that is no from-to raster.</summary>
    public TransitionRecord? Find(string itemId) => FileOf(itemId) is var file && File.Exists(file) ? PlanJson.Read<TransitionRecord>(File.ReadAllText(file)) : null;

    /// <summary>Keeps it, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string itemId, TransitionRecord record) => WholeFile.Write(FileOf(itemId), PlanJson.Write(record));

    private string FileOf(string itemId) => Path.Combine(layout.ItemFolder(itemId), "transitions.json");
}
