namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What a grant was given as.</summary>
public enum GrantKind
{
    /// <summary>A token of ArcGIS's <c>generateToken</c>.</summary>
    Token,

    /// <summary>A key that a user made for a program.</summary>
    ApiKey,
}
