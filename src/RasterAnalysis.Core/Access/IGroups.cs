namespace RasterAnalysis.Access;

/// <summary>Groups, as the one who asks may know and change them: members know of a group, its owner and administrators change it.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface IGroups
{
    /// <summary>The groups that somebody is in, by title; for administrators all.</summary>
    Task<IReadOnlyList<UserGroup>> ListAsync(Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Makes a group, whose owner and first member is the one who asks.</summary>
    /// <exception cref="InvalidRequestException">Field <c>title</c>: it is none, or taken.</exception>
    /// <exception cref="ForbiddenException">They may not.</exception>
    Task<UserGroup> AddAsync(Caller caller, string title, CancellationToken cancellationToken = default);

    /// <summary>Removes a group. What was shared with it is shared with it no longer.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is not theirs.</exception>
    Task RemoveAsync(Caller caller, string groupId, CancellationToken cancellationToken = default);

    /// <summary>Names of a group's members.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    Task<IReadOnlyList<string>> MembersAsync(Caller caller, string groupId, CancellationToken cancellationToken = default);

    /// <summary>Puts a user into a group; does no harm where they are in it.</summary>
    /// <exception cref="NotFoundException">There is no such group, or no such user.</exception>
    /// <exception cref="ForbiddenException">It is not theirs.</exception>
    Task AddMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken = default);

    /// <summary>Takes a user out of a group; everybody may go by themselves.</summary>
    /// <exception cref="NotFoundException">There is no such group, or the user is not in it.</exception>
    /// <exception cref="ForbiddenException">It is not theirs.</exception>
    Task RemoveMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken = default);
}
