namespace RasterAnalysis.Access;

/// <summary>What a caller may do. A user has those of their role; a key that a user made has at most those that were given to it.</summary>
[Flags]
public enum Rights
{
    /// <summary>Nothing but looking at what is public.</summary>
    None = 0,

    /// <summary>Looks at what is shared with them, and at their own.</summary>
    Read = 1,

    /// <summary>Uploads, submits jobs, and changes what is their own.</summary>
    Submit = 2,

    /// <summary>Shares beyond their groups.</summary>
    Publish = 4,

    /// <summary>Sees and changes everything, and looks after users.</summary>
    Administer = 8,

    /// <summary>Everything.</summary>
    All = Read | Submit | Publish | Administer,
}
