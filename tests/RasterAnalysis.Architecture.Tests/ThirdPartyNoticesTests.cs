using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>Every package that is published with the service or the worker stands in the notices, and every row there stands for one.</summary>
public sealed partial class ThirdPartyNoticesTests
{
    [Fact]
    public void Notices_name_every_published_package_and_no_other()
    {
        var patterns = File.ReadLines(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => PackageName().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value).ToList();
        var packages = new[] { "Api", "Worker" }
            .SelectMany(project => PublishedPackages(Path.Combine(Repository.Root, "src", $"RasterAnalysis.{project}", "packages.lock.json")))
            .Concat(PagePackages()).Distinct().ToList();

        Assert.True(packages.Count > 20, "The published projects have more packages than that.");
        Assert.DoesNotContain(packages, package => !patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, package)));
        Assert.DoesNotContain(patterns, pattern => !packages.Any(package => FileSystemName.MatchesSimpleExpression(pattern, package)));
    }

    /// <summary>What is built into the page; what only builds it is no part of it.</summary>
    private static IEnumerable<string> PagePackages()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "RasterAnalysis.Page", "package.json")));
        return [.. file.RootElement.GetProperty("dependencies").EnumerateObject().Select(package => package.Name)];
    }

    private static IEnumerable<string> PublishedPackages(string lockFile)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(lockFile));
        return [.. file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project").Select(package => package.Name)];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex PackageName();
}
