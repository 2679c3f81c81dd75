namespace RasterAnalysis.Access;

/// <summary>By what somebody asked: what says who they are.</summary>
public enum AccessMeans
{
    /// <summary>By nothing: they are not signed in, or nobody has to.</summary>
    None,

    /// <summary>By the page's session.</summary>
    Session,

    /// <summary>By a token that was given for the password.</summary>
    Token,

    /// <summary>By a key that a user made.</summary>
    Key,

    /// <summary>By an app that a user let in.</summary>
    App,

    /// <summary>By a bearer token of an OpenID Connect authority.</summary>
    Authority,

    /// <summary>By the command line, on the machine itself.</summary>
    CommandLine,

    /// <summary>Nobody asked just then: the service did it by itself, or a job did.</summary>
    Service,
}
