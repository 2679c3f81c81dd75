using System.Globalization;
using System.Text.RegularExpressions;

namespace RasterAnalysis.EndToEnd.Tests.Telemetry;

/// <summary>An answer of <c>/metrics</c>.</summary>
internal sealed partial class PrometheusText(string text)
{
    /// <summary>Names of the families, without the one that describes the process.</summary>
    public IEnumerable<string> Families => TypeLine().Matches(text).Select(match => match.Groups[1].Value).Where(name => name != "target_info");

    /// <summary>Sum of the values of a name whose labels have what is wanted.</summary>
    /// <param name="name">The name; of a histogram with <c>_count</c> or <c>_sum</c>.</param>
    /// <param name="labels">Labels as they stand, such as <c>status="Failed"</c>.</param>
    public double Value(string name, params string[] labels) => text.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
