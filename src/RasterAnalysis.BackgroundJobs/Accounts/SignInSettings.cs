namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Settings of section <c>RasterAnalysis:SignIn</c>.</summary>
public sealed record SignInSettings
{
    /// <summary>The mode; null where the settings name none, which is <see cref="SignInMode.None"/> and only taken on loopback.</summary>
    public SignInMode? Mode { get; init; }

    /// <summary>Whether somebody has to sign in.</summary>
    public bool IsOn => Mode is not (null or SignInMode.None);

    /// <summary>Who says who users are; null where the service does so itself.</summary>
    public AuthoritySettings? Authority { get; init; }

    /// <summary>Name of an administrator that is made when there is no account yet; empty for none.</summary>
    public string FirstUser { get; init; } = "";

    /// <summary>Their password.</summary>
    public string FirstPassword { get; init; } = "";

    /// <summary>What a collector of metrics sends as a bearer token in place of an account; empty for nothing.</summary>
    public string MetricsToken { get; init; } = "";

    /// <summary>The one user of a service without sign-in; what they own goes to the first administrator (<c>RasterAnalysis__ArcGis__Owner</c>).</summary>
    public string FormerOwner { get; init; } = "admin";

    /// <summary>The apps that may ask users to let them in, by client id.</summary>
    public IReadOnlyDictionary<string, AppRegistration> Apps { get; init; } = new Dictionary<string, AppRegistration>();
}
