namespace RasterAnalysis.Access;

/// <summary>Who may look at an item, beside its owner and administrators.</summary>
public enum ItemAccess
{
    /// <summary>Nobody.</summary>
    Private,

    /// <summary>The members of the groups that it is shared with.</summary>
    Shared,

    /// <summary>Everybody who is signed in.</summary>
    Organization,

    /// <summary>Everybody, signed in or not.</summary>
    Public,
}
