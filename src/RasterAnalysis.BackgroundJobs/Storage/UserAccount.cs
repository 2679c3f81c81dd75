using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A user of the service, as ASP.NET Core Identity keeps it. Their name is the owner of what they make, and never changes.</summary>
/// <remarks>Public because Identity's managers, which the web process asks for, name it.</remarks>
public sealed class UserAccount : IdentityUser
{
    /// <summary>What they may do.</summary>
    public Role Role { get; set; }

    /// <summary>When the account was made, UTC.</summary>
    public DateTimeOffset Created { get; set; }
}
