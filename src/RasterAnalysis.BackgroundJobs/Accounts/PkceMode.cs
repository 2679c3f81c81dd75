namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Whether an app's codes need the proof of RFC 7636: the setting <c>RasterAnalysis__SignIn__Apps__{client id}__Pkce</c>.</summary>
internal enum PkceMode
{
    /// <summary>They do.</summary>
    Required,

    /// <summary>Only where the app asked with a challenge.</summary>
    Optional,
}
