using System.Globalization;
using System.Text.Json;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>The settings that come with the service are the defaults that its users read about.</summary>
public sealed class ConfigurationPageTests
{
    private const string Root = "RasterAnalysis";

    [Fact]
    public void AppSettings_are_the_defaults_of_the_configuration_page()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "RasterAnalysis.Api", "appsettings.json")));
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "configuration.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 5 && cells[1].StartsWith($"`{Root}__", StringComparison.Ordinal))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[3].Trim('`'));
        var given = Leaves(Root, settings.RootElement.GetProperty(Root)).ToList();

        Assert.True(given.Count > 10, "There are more settings than that.");
        Assert.All(given, setting =>
        {
            Assert.True(documented.TryGetValue(setting.Name, out var text), $"{setting.Name} is not on the page.");
            Assert.Equal(Bytes(text!), setting.Value);
        });
    }

    /// <summary>Settings of one value; empty ones stand for what the page describes in words.</summary>
    private static IEnumerable<(string Name, string Value)> Leaves(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Leaves($"{path}__{property.Name}", property.Value)),
        JsonValueKind.Array => [],
        JsonValueKind.True or JsonValueKind.False => [(path, element.GetRawText())],
        _ => element.ToString() is { Length: > 0 } text ? [(path, text)] : [],
    };

    private static string Bytes(string text) => text.Split(' ') switch
    {
        [var count, "MiB"] => (long.Parse(count, CultureInfo.InvariantCulture) << 20).ToString(CultureInfo.InvariantCulture),
        [var count, "GiB"] => (long.Parse(count, CultureInfo.InvariantCulture) << 30).ToString(CultureInfo.InvariantCulture),
        _ => text,
    };
}
