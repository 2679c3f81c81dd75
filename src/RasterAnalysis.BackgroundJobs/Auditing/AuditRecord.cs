namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>What the audit says of something that was done, or refused.</summary>
/// <param name="Id">Its place: a later record has a higher one.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="User">Who: the name of the user, or the name that a failed sign-in tried; empty for nobody.</param>
/// <param name="Action">What was done, one of the words of <c>docs/reference/audit.md</c>.</param>
/// <param name="Kind">What it was done to: item, job, user, group, key, app, setting; empty for nothing.</param>
/// <param name="Target">Its id.</param>
/// <param name="TargetName">Its name.</param>
/// <param name="Address">Address of the client; empty where there is none.</param>
/// <param name="Means">By what they asked: none, session, token, key, app, authority, command-line, service.</param>
/// <param name="Outcome">done, or why it was refused.</param>
/// <param name="Detail">What else is to be known.</param>
/// <param name="Times">How often the same was refused within a minute; else 1.</param>
public sealed record AuditRecord(
    long Id, DateTimeOffset Time, string User, string Action, string Kind, string Target, string TargetName, string Address, string Means, string Outcome, string Detail, int Times);
