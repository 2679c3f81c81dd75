using System.Globalization;
using System.Text;
using RasterAnalysis.BackgroundJobs.Auditing;

namespace RasterAnalysis.Api.Auditing;

/// <summary>Records of the audit as comma-separated values (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal static class AuditTable
{
    private static readonly string[] Header = ["Id", "Time", "User", "Action", "Kind", "Target", "TargetName", "Address", "Means", "Outcome", "Detail", "Times"];

    /// <summary>The table, in UTF-8.</summary>
    public static byte[] Write(IEnumerable<AuditRecord> records)
    {
        var rows = records.Select(record => (string[])
        [
            record.Id.ToString(CultureInfo.InvariantCulture), record.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), record.User, record.Action, record.Kind, record.Target,
            record.TargetName, record.Address, record.Means, record.Outcome, record.Detail, record.Times.ToString(CultureInfo.InvariantCulture),
        ]);
        return Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(Header).Select(row => $"{string.Join(',', row.Select(Cell))}\r\n")));
    }

    /// <summary>A cell; names are strangers' words, and a formula among them would run where the table is opened.</summary>
    private static string Cell(string text)
    {
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return plain.AsSpan().ContainsAny("\",\r\n") ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
