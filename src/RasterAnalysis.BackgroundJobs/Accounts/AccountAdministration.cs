using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Makes, lists and removes accounts. The first administrator takes over what the one user had while there was no sign-in.</summary>
/// <remarks>Lives as long as one piece of work, as its database does.</remarks>
public sealed class AccountAdministration
{
    private readonly UserManager<UserAccount> _users;
    private readonly RasterAnalysisDbContext _context;
    private readonly UserDirectory _directory;
    private readonly SignInSettings _options;
    private readonly TimeProvider _time;
    private readonly IAudit _audit;

    internal AccountAdministration(UserManager<UserAccount> users, RasterAnalysisDbContext context, UserDirectory directory, SignInSettings options, TimeProvider time, IAudit audit) =>
        (_users, _context, _directory, _options, _time, _audit) = (users, context, directory, options, time, audit);

    /// <summary>Makes an account.</summary>
    /// <exception cref="InvalidRequestException">The name is taken or no name, or the password breaks a rule; carries all the faults.</exception>
    public async Task<UserAccount> AddAsync(string name, string password, Role role, CancellationToken cancellationToken)
    {
        RequireOwn("name");
        await using var transaction = await _context.Database.BeginTransactionAsync(cancellationToken);
        var account = new UserAccount { UserName = name, Role = role, Created = _time.GetUtcNow(), LockoutEnabled = true };
        Check(await _users.CreateAsync(account, password));
        await HandOverToFirstAsync(account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await RecordAsync(AuditAction.UserAdded, account, AuditEvent.WordOf(role));
        return account;
    }

    /// <summary>Makes the administrator that the settings name, where there is no account yet.</summary>
    /// <returns>Whether there is an account now.</returns>
    /// <exception cref="InvalidRequestException">The settings name none that can be made.</exception>
    public async Task<bool> EnsureFirstAsync(CancellationToken cancellationToken)
    {
        if (await _context.Accounts.AnyAsync(cancellationToken))
        {
            return true;
        }

        if (_options.FirstUser.Length == 0)
        {
            return false;
        }

        try
        {
            await AddAsync(_options.FirstUser, _options.FirstPassword, Role.Administrator, cancellationToken);
            return true;
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException([.. exception.Errors.Select(error => error with
            {
                Field = error.Field == "password" ? "RasterAnalysis__SignIn__FirstPassword" : "RasterAnalysis__SignIn__FirstUser",
            })]);
        }
    }

    /// <summary>All accounts, by name.</summary>
    public async Task<IReadOnlyList<UserAccount>> ListAsync(CancellationToken cancellationToken) =>
        await _context.Accounts.AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync(cancellationToken);

    /// <summary>Removes an account, with all that was granted in its name. What it owns goes to another user.</summary>
    /// <param name="name">The account.</param>
    /// <param name="heir">Who gets its items; null where it must own none.</param>
    /// <param name="cancellationToken">Stops before anything is removed.</param>
    /// <exception cref="NotFoundException">There is no such account.</exception>
    /// <exception cref="InvalidRequestException">It owns items and nobody is named who gets them, or it is the last administrator.</exception>
    public async Task RemoveAsync(string name, string? heir, CancellationToken cancellationToken)
    {
        var account = await FindAsync(name);
        var to = heir is null ? null : (await FindAsync(heir)).UserName;
        await using var transaction = await _context.Database.BeginTransactionAsync(cancellationToken);
        await RequireAnotherAdministratorAsync(account, cancellationToken);
        var owned = await _context.Items.CountAsync(item => item.Owner == account.UserName, cancellationToken);
        if (to is not null && to != account.UserName)
        {
            await GiveAsync(account.UserName!, to, cancellationToken);
        }
        else if (owned > 0)
        {
            throw new InvalidRequestException("name", $"{account.UserName} owns {owned} items; name another user who gets them.");
        }

        await _context.GroupMembers.Where(member => member.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        Check(await _users.DeleteAsync(account));
        await transaction.CommitAsync(cancellationToken);
        await _directory.RevokeAllAsync(account.Id, CancellationToken.None);
        await RecordAsync(AuditAction.UserRemoved, account, to is null ? "" : $"what they owned goes to {to}");
    }

    /// <summary>Gives a user another role. What was granted in their name before is revoked.</summary>
    /// <exception cref="NotFoundException">There is no such account.</exception>
    /// <exception cref="InvalidRequestException">It is the last administrator.</exception>
    public async Task<UserAccount> SetRoleAsync(string name, Role role, CancellationToken cancellationToken)
    {
        RequireOwn("role");
        var account = await FindAsync(name);
        if (account.Role == role)
        {
            return account;
        }

        await using var transaction = await _context.Database.BeginTransactionAsync(cancellationToken);
        await RequireAnotherAdministratorAsync(account, cancellationToken);
        var before = account.Role;
        account.Role = role;
        Check(await _users.UpdateSecurityStampAsync(account));
        await transaction.CommitAsync(cancellationToken);
        await _directory.RevokeAllAsync(account.Id, CancellationToken.None);
        await RecordAsync(AuditAction.RoleChanged, account, $"{AuditEvent.WordOf(before)} -> {AuditEvent.WordOf(role)}");
        return account;
    }

    /// <summary>Gives an administrator, where they are the first, what belonged to the one user of a service without sign-in.</summary>
    internal async Task HandOverToFirstAsync(UserAccount account, CancellationToken cancellationToken)
    {
        var key = _options.FormerOwner.ToUpperInvariant();
        if (account.Role == Role.Administrator
            && !await _context.Accounts.AnyAsync(other => other.NormalizedUserName == key || (other.Role == Role.Administrator && other.Id != account.Id), cancellationToken))
        {
            await GiveAsync(_options.FormerOwner, account.UserName!, cancellationToken);
        }
    }

    /// <summary>Whether anything belongs to a name, or did while there was no sign-in.</summary>
    internal async Task<bool> OwnsAsync(string name) =>
        name.Equals(_options.FormerOwner, StringComparison.OrdinalIgnoreCase) || await _context.Items.AnyAsync(item => item.Owner == name) || await _context.Jobs.AnyAsync(job => job.Owner == name)
        || await _context.Folders.AnyAsync(folder => folder.Owner == name);

    /// <summary>An account by its name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<UserAccount> FindAsync(string name) => await _users.FindByNameAsync(name) ?? throw new NotFoundException("user", name);

    /// <summary>What a manager of Identity says, as a fault of the request.</summary>
    /// <exception cref="InvalidRequestException">It refused.</exception>
    public static void Check(IdentityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded)
        {
            throw new InvalidRequestException([.. result.Errors.Select(error => new RequestError(
                error.Code.StartsWith("Password", StringComparison.Ordinal) ? "password" : "name", error.Description))]);
        }
    }

    private Task RecordAsync(AuditAction action, UserAccount account, string detail) =>
        _audit.RecordAsync(new AuditEvent(action) { Kind = "user", Target = account.UserName!, TargetName = account.UserName!, Detail = detail });

    private async Task RequireAnotherAdministratorAsync(UserAccount account, CancellationToken cancellationToken)
    {
        if (_options.Authority is null && account.Role == Role.Administrator
            && !await _context.Accounts.AnyAsync(other => other.Role == Role.Administrator && other.Id != account.Id, cancellationToken))
        {
            throw new InvalidRequestException("name", $"{account.UserName} is the last administrator; make another first.");
        }
    }

    /// <summary>Where accounts and roles come from an authority, none is made or changed here.</summary>
    private void RequireOwn(string field)
    {
        if (_options.Authority is { } authority)
        {
            throw new InvalidRequestException(field, $"is said by {authority.Address}: accounts come with the first sign-in there, and roles by the claim {authority.RoleClaim}.");
        }
    }

    private async Task GiveAsync(string from, string to, CancellationToken cancellationToken)
    {
        // a folder of a title that the other has too is the same folder from now on
        await _context.Folders.Where(folder => folder.Owner == from && _context.Folders.Any(other => other.Owner == to && other.TitleKey == folder.TitleKey)).ExecuteDeleteAsync(cancellationToken);
        await _context.Folders.Where(folder => folder.Owner == from).ExecuteUpdateAsync(set => set.SetProperty(folder => folder.Owner, to), cancellationToken);
        await _context.Items.Where(item => item.Owner == from).ExecuteUpdateAsync(set => set.SetProperty(item => item.Owner, to), cancellationToken);
        await _context.Jobs.Where(job => job.Owner == from).ExecuteUpdateAsync(set => set.SetProperty(job => job.Owner, to), cancellationToken);
    }
}
