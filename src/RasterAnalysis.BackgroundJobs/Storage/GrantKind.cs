namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What a grant was given as.</summary>
public enum GrantKind
{
    /// <summary>A token of ArcGIS's <c>generateToken</c>.</summary>
    Token,

    /// <summary>A key that a user made for a program.</summary>
    ApiKey,

    /// <summary>What an app is handed when a user let it in, and exchanges for tokens.</summary>
    AuthorizationCode,

    /// <summary>What an app gets access tokens for.</summary>
    RefreshToken,

    /// <summary>A token of an app.</summary>
    AccessToken,

    /// <summary>That a user let an app in; it opens nothing, but they are not asked again.</summary>
    Consent,
}
