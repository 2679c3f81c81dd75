using System.Globalization;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>Each decision says when it was taken and whether it holds, and the index lists them all.</summary>
public sealed partial class DecisionRecordTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "decisions");

    public static TheoryData<string> Records => [.. Directory.GetFiles(Folder, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_has_its_number_a_date_and_a_status_and_stands_in_the_index(string name)
    {
        var head = Head().Match(File.ReadAllText(Path.Combine(Folder, name)));

        Assert.True(head.Success, $"{name} does not begin with '# N. Title', '* Date: yyyy-mm-dd' and '* Status: accepted' or '* Status: superseded by …'.");
        Assert.Equal(name[..4], int.Parse(head.Groups["number"].Value, CultureInfo.InvariantCulture).ToString("0000", CultureInfo.InvariantCulture));
        Assert.Contains(
            $"| [{name[..4]}]({name}) | {head.Groups["title"].Value} | {head.Groups["date"].Value} | {Short(head.Groups["status"].Value)} |",
            File.ReadAllLines(Path.Combine(Folder, "README.md")));
    }

    [Fact]
    public void No_two_records_have_one_number() => Assert.Equal([], Records.Select(row => row.Data[..4]).GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void The_index_has_a_row_for_each_record_and_no_other() => Assert.Equal(
        Records.Select(row => row.Data), File.ReadLines(Path.Combine(Folder, "README.md")).Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value));

    /// <summary>The word, and the records that amend or supersede this one.</summary>
    private static string Short(string status)
    {
        var others = string.Join(", ", Number().Matches(status).Select(match => match.Groups[1].Value));
        return status.StartsWith("superseded", StringComparison.Ordinal) ? $"superseded by {others}"
            : status.Contains("amended by", StringComparison.Ordinal) ? $"accepted, amended by {others}" : "accepted";
    }

    [GeneratedRegex(@"\A# (?<number>\d+)\. (?<title>.+)\n\n\* Date: (?<date>\d{4}-\d\d-\d\d)\n\* Status: (?<status>(?:accepted|superseded by \[).*)\n\n")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\| \[\d{4}\]\(([^)]+)\)")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(\d{4})\]\(")]
    private static partial Regex Number();
}
