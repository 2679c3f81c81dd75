using System.Globalization;
using RasterAnalysis.Api.Requests;
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
        return CsvTable.Write(rows.Select(row => row.Select(CsvTable.Words).ToArray()).Prepend(Header));
    }
}
