using System.Text.RegularExpressions;

namespace RasterAnalysis.Testing.Telemetry;

/// <summary>What <c>docs/operations/monitoring.md</c> promises.</summary>
public static partial class MonitoringPage
{
    private static readonly string Text = File.ReadAllText(RepositoryFiles.Path("docs/operations/monitoring.md"));

    /// <summary>Metrics: name, name in Prometheus, unit.</summary>
    public static IReadOnlyList<(string Name, string Family, string Unit)> Metrics { get; } = [.. MetricRow().Matches(Text)
        .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))];

    /// <summary>The query by which nodes are scaled, as it stands by itself.</summary>
    public static string ScalingQuery { get; } = SqlBlock().Match(Text).Groups[1].Value.Trim();

    /// <summary>The query as it stands in the <c>ScaledObject</c>.</summary>
    public static string ScaledObjectQuery { get; } = YamlQuery().Match(Text).Groups[1].Value.Trim();

    [GeneratedRegex(@"^\| `([a-z_.]+)` \| `([a-z_]+)` \| ([^ |]+) \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex("^ +query: (.*)$", RegexOptions.Multiline)]
    private static partial Regex YamlQuery();
}
