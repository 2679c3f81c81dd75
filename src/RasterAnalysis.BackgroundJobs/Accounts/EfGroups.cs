using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Groups in the database.</summary>
internal sealed class EfGroups(IDbContextFactory<RasterAnalysisDbContext> contexts, TimeProvider time, IAudit audit, UserDirectory? directory = null) : IGroups
{
    private const int LongestTitle = 100;

    public async Task<IReadOnlyList<UserGroup>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (all, mine) = (caller.IsAdministrator, caller.Groups.ToList());
        return await context.Groups.AsNoTracking().Where(group => all || mine.Contains(group.Id)).OrderBy(group => group.TitleKey)
            .Select(group => new UserGroup(group.Id, group.Title, group.Owner, group.Created)).ToListAsync(cancellationToken);
    }

    public async Task<UserGroup> AddAsync(Caller caller, string title, CancellationToken cancellationToken)
    {
        caller.Require(Rights.Submit);
        title = title.Trim();
        if (title.Length is 0 or > LongestTitle || title.Any(char.IsControl))
        {
            throw new InvalidRequestException("title", $"is required: at most {LongestTitle} characters on one line.");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await UserIdAsync(context, caller.Name, cancellationToken);
        var group = new GroupEntity { Id = Guid.NewGuid().ToString("N"), Title = title, TitleKey = NameKey.Of(title), Owner = caller.Name, Created = time.GetUtcNow() };
        context.Groups.Add(group);
        context.GroupMembers.Add(new GroupMemberEntity { GroupId = group.Id, UserId = user });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            throw new InvalidRequestException("title", $"is '{title}', which another group has.");
        }

        directory?.Forget(user);
        await RecordAsync(AuditAction.GroupAdded, group);
        return new UserGroup(group.Id, group.Title, group.Owner, group.Created);
    }

    public async Task RemoveAsync(Caller caller, string groupId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await RequireOwnAsync(context, caller, groupId, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var members = await context.GroupMembers.Where(member => member.GroupId == groupId).Select(member => member.UserId).ToListAsync(cancellationToken);
        await context.GroupMembers.Where(member => member.GroupId == groupId).ExecuteDeleteAsync(cancellationToken);
        await context.Groups.Where(other => other.Id == groupId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        members.ForEach(member => directory?.Forget(member));
        await RecordAsync(AuditAction.GroupRemoved, group);
    }

    public async Task<IReadOnlyList<string>> MembersAsync(Caller caller, string groupId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await RequireAsync(context, caller, groupId, cancellationToken);
        return await context.GroupMembers.Where(member => member.GroupId == groupId).Join(context.Accounts, member => member.UserId, account => account.Id, (_, account) => account.UserName!)
            .OrderBy(name => name).ToListAsync(cancellationToken);
    }

    public async Task AddMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await RequireOwnAsync(context, caller, groupId, cancellationToken);
        var user = await UserIdAsync(context, userName, cancellationToken);
        context.GroupMembers.Add(new GroupMemberEntity { GroupId = groupId, UserId = user });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // they are in it already
        }

        directory?.Forget(user);
        await RecordAsync(AuditAction.GroupMemberAdded, group, userName);
    }

    public async Task RemoveMemberAsync(Caller caller, string groupId, string userName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var goes = userName.Equals(caller.Name, StringComparison.OrdinalIgnoreCase);
        var group = await (goes ? RequireAsync(context, caller, groupId, cancellationToken) : RequireOwnAsync(context, caller, groupId, cancellationToken));
        var user = await UserIdAsync(context, userName, cancellationToken);
        if (await context.GroupMembers.Where(member => member.GroupId == groupId && member.UserId == user).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw new NotFoundException("member", userName);
        }

        directory?.Forget(user);
        await RecordAsync(AuditAction.GroupMemberRemoved, group, userName);
    }

    private Task RecordAsync(AuditAction action, GroupEntity group, string detail = "") =>
        audit.RecordAsync(new AuditEvent(action) { Kind = "group", Target = group.Id, TargetName = group.Title, Detail = detail });

    private static async Task<GroupEntity> RequireAsync(RasterAnalysisDbContext context, Caller caller, string groupId, CancellationToken cancellationToken)
    {
        caller.Require(Rights.Read);
        return (caller.IsAdministrator || caller.Groups.Contains(groupId))
            && await context.Groups.AsNoTracking().FirstOrDefaultAsync(group => group.Id == groupId, cancellationToken) is { } found ? found : throw new NotFoundException("group", groupId);
    }

    private static async Task<GroupEntity> RequireOwnAsync(RasterAnalysisDbContext context, Caller caller, string groupId, CancellationToken cancellationToken)
    {
        caller.Require(Rights.Submit);
        var group = await RequireAsync(context, caller, groupId, cancellationToken);
        return caller.MayChange(group.Owner) ? group : throw new ForbiddenException($"The group '{group.Title}' is looked after by {group.Owner}; only they and administrators may change it.");
    }

    private static async Task<string> UserIdAsync(RasterAnalysisDbContext context, string name, CancellationToken cancellationToken)
    {
        var key = name.ToUpperInvariant();
        return await context.Accounts.Where(account => account.NormalizedUserName == key).Select(account => account.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("user", name);
    }
}
