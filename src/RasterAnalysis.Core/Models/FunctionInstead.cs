namespace RasterAnalysis.Models;

/// <summary>A package's own Python raster function, which runs where no network of the package does. That it does is written down beside it, for finding it out may have taken long.</summary>
internal sealed class FunctionInstead
{
    private const int LongestReason = 2000;
    private readonly string? _fault;

    private FunctionInstead(string path, string? fault) => (Path, _fault) = (path, fault);

    /// <summary>Full path of the function's file.</summary>
    public string Path { get; }

    /// <summary>Why it runs, as it was written down; null where that is not known yet, or it may not run.</summary>
    public string? Reason => _fault is null && File.Exists(ReasonPath) ? File.ReadAllText(ReasonPath) is var text && text.Length <= LongestReason ? text : text[..LongestReason] : null;

    private string ReasonPath => $"{Path}.reason";

    /// <summary>Looks for a function.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="definitionFolder">Folder of the definition inside the package, empty for the root.</param>
    /// <param name="written"><c>InferenceFunction</c> of the definition; null when there is none.</param>
    /// <param name="hasGraph">Whether a file of such a name is a graph; it throws where no runtime takes it.</param>
    public static FunctionInstead? Find(string folder, string definitionFolder, string? written, Func<string, bool> hasGraph) =>
        PackageFunctionReader.Find(folder, definitionFolder, written, []) is { } path ? new FunctionInstead(path, FaultOf(path, hasGraph)) : null;

    /// <summary>Has the function run in place of a network that is refused.</summary>
    /// <param name="refusal">Why it is.</param>
    /// <param name="hasNetwork">Whether the definition names one at all.</param>
    /// <exception cref="ModelPackageException">Functions may not run: the refusal, with what would allow it.</exception>
    public void Take(ModelPackageException refusal, bool hasNetwork)
    {
        var name = System.IO.Path.GetFileName(Path);
        if (_fault is { } fault)
        {
            // where functions run for nobody, the refusal of a package without a network says so itself
            var isOff = fault != UnsupportedNetwork.FunctionOfPublisher(name);
            var advice = isOff ? UnsupportedNetwork.FunctionIsOff(name) : fault;
            throw new ModelPackageException(hasNetwork ? $"{refusal.Message} {advice}" : isOff ? refusal.Message : fault, refusal);
        }

        // what follows is advice, which is not needed here
        var why = hasNetwork ? refusal.Message.Split("; ")[0].Split(". ")[0].TrimEnd('.') : "its .emd names no network";
        File.WriteAllText(ReasonPath, $"The package's Python raster function '{name}' runs: {why}.");
    }

    /// <summary>Why it may not run; null where it may.</summary>
    private static string? FaultOf(string function, Func<string, bool> hasGraph)
    {
        try
        {
            return hasGraph(function) ? "" : null;
        }
        catch (ModelPackageException exception)
        {
            return exception.Message;
        }
    }
}
