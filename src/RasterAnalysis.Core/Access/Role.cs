namespace RasterAnalysis.Access;

/// <summary>What kind of user somebody is. Each may do what the ones before it may.</summary>
public enum Role
{
    /// <summary>Looks at what is shared with them.</summary>
    Viewer,

    /// <summary>Uploads, submits jobs, and changes and shares with groups what is their own.</summary>
    Analyst,

    /// <summary>Shares with everybody who is signed in, and with everybody.</summary>
    Publisher,

    /// <summary>Sees and changes everything, and looks after users.</summary>
    Administrator,
}
