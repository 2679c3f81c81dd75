using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>An account.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Created">When the account was made, UTC.</param>
/// <param name="LockedUntil">Until when it is locked after failed tries, UTC; null when it is not.</param>
internal sealed record UserModel(string Name, Role Role, DateTimeOffset Created, DateTimeOffset? LockedUntil)
{
    /// <summary>What the API says of an account.</summary>
    public static UserModel From(UserAccount account) => new(account.UserName!, account.Role, account.Created, account.LockoutEnd > DateTimeOffset.UtcNow ? account.LockoutEnd : null);
}
