namespace RasterAnalysis.Access;

/// <summary>What the audit knows that somebody did. In the table, the log and the API the words are those of <see cref="AuditEvent.WordOf"/>.</summary>
public enum AuditAction
{
    /// <summary>Signed in on the page.</summary>
    SignIn,

    /// <summary>Tried to sign in, by a password or a code that was wrong.</summary>
    SignInFailed,

    /// <summary>Signed out on the page.</summary>
    SignOut,

    /// <summary>Was given a token, for a password or for another token; an app, for a code or a refresh token.</summary>
    TokenIssued,

    /// <summary>Had a token revoked, with all that came of the same sign-in.</summary>
    TokenRevoked,

    /// <summary>Made a key.</summary>
    KeyCreated,

    /// <summary>Revoked a key.</summary>
    KeyRevoked,

    /// <summary>Let an app in.</summary>
    AppAllowed,

    /// <summary>Took back what an app was let do.</summary>
    AppRevoked,

    /// <summary>Changed their password.</summary>
    PasswordChanged,

    /// <summary>Turned the second step on or off, or had another key made for it.</summary>
    SecondStepChanged,

    /// <summary>Made an account.</summary>
    UserAdded,

    /// <summary>Gave an account to a user of an authority.</summary>
    UserBound,

    /// <summary>Removed an account.</summary>
    UserRemoved,

    /// <summary>Gave a user another role.</summary>
    RoleChanged,

    /// <summary>Made a group.</summary>
    GroupAdded,

    /// <summary>Removed a group.</summary>
    GroupRemoved,

    /// <summary>Put a user into a group.</summary>
    GroupMemberAdded,

    /// <summary>Took a user out of a group.</summary>
    GroupMemberRemoved,

    /// <summary>Made an item: of an upload, of a raster in a store or of another service, or by having a package fetched.</summary>
    ItemAdded,

    /// <summary>Changed what is written about an item, or its folder.</summary>
    ItemChanged,

    /// <summary>Shared an item with others than before.</summary>
    ItemShared,

    /// <summary>Deleted an item.</summary>
    ItemDeleted,

    /// <summary>Submitted a job.</summary>
    JobSubmitted,

    /// <summary>Cancelled a job.</summary>
    JobCancelled,

    /// <summary>Started the service with another setting than before.</summary>
    SettingChanged,

    /// <summary>Asked for something else that is none of these; recorded where it was refused.</summary>
    Request,
}
