namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>How the service knows who asks: the setting <c>RasterAnalysis__SignIn__Mode</c>.</summary>
public enum SignInMode
{
    /// <summary>Not at all: everybody who reaches it is its one user, who may do everything.</summary>
    None,

    /// <summary>By accounts of its own, with ASP.NET Core Identity.</summary>
    BuiltIn,

    /// <summary>By an OpenID Connect authority.</summary>
    OpenIdConnect,
}
