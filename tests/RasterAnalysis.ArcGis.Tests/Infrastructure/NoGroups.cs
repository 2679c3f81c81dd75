using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>The groups of a service without users: none.</summary>
internal sealed class NoGroups : IGroups
{
    public Task<IReadOnlyList<UserGroup>> ListAsync(Caller caller, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<UserGroup>>([]);

    public Task<UserGroup> AddAsync(Caller caller, string title, CancellationToken cancellationToken = default) => throw new NotFoundException("user", caller.Name);

    public Task RemoveAsync(Caller caller, string groupId, CancellationToken cancellationToken = default) => throw new NotFoundException("group", groupId);

    public Task<IReadOnlyList<string>> MembersAsync(Caller caller, string groupId, CancellationToken cancellationToken = default) => throw new NotFoundException("group", groupId);

    public Task AddMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken = default) => throw new NotFoundException("group", groupId);

    public Task RemoveMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken = default) => throw new NotFoundException("group", groupId);
}
