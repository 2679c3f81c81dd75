using RasterAnalysis.Storage;

namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>
/// Which packages are installed. The mark is a file in the item's folder, so that it is seen by every machine of the service, outlives a restart and
/// goes with the item.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the data root.</remarks>
public sealed class InstalledModels(DataLayout layout)
{
    /// <summary>Name of the mark.</summary>
    public const string Mark = "installed";

    /// <summary>Whether a package is installed.</summary>
    public bool IsInstalled(string itemId) => File.Exists(MarkOf(itemId));

    /// <summary>Marks a package as installed; once more makes no difference.</summary>
    public void Add(string itemId) => File.WriteAllText(MarkOf(itemId), "");

    /// <summary>Takes the mark away; without one there is nothing to do.</summary>
    public void Remove(string itemId)
    {
        var mark = MarkOf(itemId);
        if (File.Exists(mark))
        {
            File.Delete(mark);
        }
    }

    private string MarkOf(string itemId) => Path.Combine(layout.ItemFolder(itemId), Mark);
}
