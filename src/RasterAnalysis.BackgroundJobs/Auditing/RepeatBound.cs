using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>
/// Keeps refusals from flooding the table: within a minute the same one is counted in its row, one user or address makes no more than <see cref="MostOfOne"/> rows, and all together make no more than
/// about <see cref="MostInAll"/>. What is beyond is counted in rows that name no target, and then nobody.
/// </summary>
/// <remarks>Thread-safe. Each process counts for itself.</remarks>
internal sealed class RepeatBound(TimeProvider time)
{
    /// <summary>Rows of one user, or of failed sign-ins from one address, in a minute.</summary>
    public const int MostOfOne = 60;

    /// <summary>Rows in a minute.</summary>
    public const int MostInAll = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Action, string User, string Address, string Kind, string Target, string Means, string Outcome), RepeatedRow> _rows = [];
    private readonly Dictionary<string, int> _byWho = [];
    private DateTimeOffset _begun;

    /// <summary>The row in which a refusal is counted.</summary>
    /// <param name="row">The refusal; loses its target and its user where there are too many different ones.</param>
    /// <returns>The row, and whether it is new: then the caller adds it and tells <see cref="RepeatedRow.Added"/>.</returns>
    public (RepeatedRow Row, bool IsNew) Count(AuditEntity row)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _begun >= Window)
            {
                _rows.Clear();
                _byWho.Clear();
                _begun = now;
            }

            if (_rows.TryGetValue(KeyOf(row), out var known))
            {
                return (known, false);
            }

            var isFailure = row.Action == AuditEvent.WordOf(AuditAction.SignInFailed);
            var who = isFailure ? $"address {row.Address}" : $"user {row.UserKey}";
            var isFull = _rows.Count >= MostInAll;
            if (isFull || _byWho.GetValueOrDefault(who) >= MostOfOne)
            {
                (row.Kind, row.Target, row.TargetName, row.Detail) = ("", "", "", "many different ones");
                if (isFull || isFailure)
                {
                    row.User = row.UserKey = "";
                }

                row.Address = isFull ? "" : row.Address;
                if (_rows.TryGetValue(KeyOf(row), out known))
                {
                    return (known, false);
                }
            }

            _byWho[who] = _byWho.GetValueOrDefault(who) + 1;
            return (_rows[KeyOf(row)] = new RepeatedRow(), true);
        }
    }

    private static (string Action, string User, string Address, string Kind, string Target, string Means, string Outcome) KeyOf(AuditEntity row) =>
        (row.Action, row.UserKey, row.Address, row.Kind, row.Target, row.Means, row.Outcome);
}
