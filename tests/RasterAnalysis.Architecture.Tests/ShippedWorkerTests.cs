using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>What is shipped cannot be told to fail: faults are in <c>tests/RasterAnalysis.TestWorker</c>, and nothing of them under <c>src/</c>.</summary>
public sealed partial class ShippedWorkerTests
{
    [Fact]
    public void Source_names_no_fault_that_is_planted()
    {
        string[] own = [.. Repository.Sources(Path.Combine("tests", "RasterAnalysis.TestWorker")).SelectMany(path => Declared().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(own);

        Assert.Equal([], Named(path => own.Any(name => Regex.IsMatch(File.ReadAllText(path), $@"\b{name}\b"))));
        Assert.Equal([], Named(path => Fault().IsMatch(File.ReadAllText(path))));
    }

    [Fact]
    public void Environment_variables_that_it_looks_at_are_the_known_ones() => Assert.Equal(
        ["\"CUDA_VISIBLE_DEVICES\"", "ProcessingInstanceOptions.MemoryVariable"],
        Repository.Sources("src").SelectMany(path => Variable().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_test_worker_runs_as_the_shipped_one_does()
    {
        var (worker, test) = (Properties("src/RasterAnalysis.Worker/RasterAnalysis.Worker.csproj"), Properties("tests/RasterAnalysis.TestWorker/RasterAnalysis.TestWorker.csproj"));

        Assert.Contains("Import Runtime.props", worker);

        // only what is shipped is compiled ahead of time
        Assert.Equal(worker.Where(property => property != "Import ReadyToRun.props"), test);
    }

    private static string[] Named(Func<string, bool> isNamed) => [.. Repository.Sources("src").Where(isNamed).Select(path => Path.GetRelativePath(Repository.Root, path))];

    private static string[] Properties(string project)
    {
        var root = Repository.Load(Path.Combine(Repository.Root, project));
        return
        [
            .. root.Elements("Import").Select(import => $"Import {Path.GetFileName((string)import.Attribute("Project")!)}"),
            .. root.Elements("PropertyGroup").Elements().Select(property => $"{property.Name.LocalName} {property.Value}"),
        ];
    }

    [GeneratedRegex(@"\b(?:class|record|struct|enum|interface) (\w+)")]
    private static partial Regex Declared();

    // ways to end a process or to hold it for ever, and the words
    [GeneratedRegex(@"FailFast|Thread\.Sleep|TestWorker|FaultInjection|PLANTED|\b[Pp]lant(s|ed|ing)?\b")]
    private static partial Regex Fault();

    [GeneratedRegex(@"Environment\.GetEnvironmentVariables?\(([^)]*)\)")]
    private static partial Regex Variable();
}
