using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>
/// The accounts of users for whom an authority vouches. They are known by issuer and subject alone: whoever may choose a name at the authority must not get what another of that name has here.
/// </summary>
/// <remarks>Lives as long as one piece of work, as its database does.</remarks>
public sealed class AuthorityAccounts
{
    private const string RoleTime = "role-as-of";
    private const int Tries = 5;
    private const int LongestName = 100;

    private readonly UserManager<UserAccount> _users;
    private readonly RasterAnalysisDbContext _context;
    private readonly AccountAdministration _accounts;
    private readonly UserDirectory _directory;
    private readonly TimeProvider _time;
    private readonly IAudit _audit;

    internal AuthorityAccounts(
        UserManager<UserAccount> users, RasterAnalysisDbContext context, AccountAdministration accounts, UserDirectory directory, TimeProvider time, IAudit audit) =>
        (_users, _context, _accounts, _directory, _time, _audit) = (users, context, accounts, directory, time, audit);

    /// <summary>The account of a user, with the role that the authority said last; it is made when they come for the first time.</summary>
    public async Task<UserAccount> TakeAsync(AuthorityUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        for (var i = 1; ; i++)
        {
            try
            {
                var account = await _users.FindByLoginAsync(user.Issuer, user.Subject) ?? await AddAsync(user, cancellationToken);
                await TakeRoleAsync(account, user);
                return account;
            }
            catch (Exception exception) when (exception is DbUpdateException or InvalidRequestException && i < Tries)
            {
                // another request of theirs did the same at the same time
                _context.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Gives an account of before to a user of an authority.</summary>
    /// <param name="name">The account.</param>
    /// <param name="issuer">The authority, as its tokens name it.</param>
    /// <param name="subject">The user's subject there.</param>
    /// <exception cref="NotFoundException">There is no such account.</exception>
    /// <exception cref="InvalidRequestException">The user has one.</exception>
    public async Task BindAsync(string name, string issuer, string subject)
    {
        var account = await _accounts.FindAsync(name);
        if (await _users.FindByLoginAsync(issuer, subject) is { } other)
        {
            throw new InvalidRequestException("subject", $"is {other.UserName} here; remove that account first, with {account.UserName} as its heir.");
        }

        AccountAdministration.Check(await _users.AddLoginAsync(account, new UserLoginInfo(issuer, subject, issuer)));
        await RecordAsync(AuditAction.UserBound, account, $"{subject} at {issuer}");
    }

    private async Task<UserAccount> AddAsync(AuthorityUser user, CancellationToken cancellationToken)
    {
        await using var transaction = await _context.Database.BeginTransactionAsync(cancellationToken);
        var account = new UserAccount { UserName = await FreeNameAsync(user), Role = user.Role, Created = _time.GetUtcNow(), LockoutEnabled = false };
        AccountAdministration.Check(await _users.CreateAsync(account));
        AccountAdministration.Check(await _users.AddLoginAsync(account, new UserLoginInfo(user.Issuer, user.Subject, user.Issuer)));
        await _accounts.HandOverToFirstAsync(account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await RecordAsync(AuditAction.UserAdded, account, $"{AuditEvent.WordOf(user.Role)}, {user.Subject} at {user.Issuer}", account.UserName);
        return account;
    }

    /// <summary>What was said before what is known counts no more: a token lives on after its user got another role.</summary>
    private async Task TakeRoleAsync(UserAccount account, AuthorityUser user)
    {
        var known = await _users.GetAuthenticationTokenAsync(account, user.Issuer, RoleTime);
        if (known is not null && user.AsOf.UtcTicks <= long.Parse(known, CultureInfo.InvariantCulture))
        {
            return;
        }

        var before = account.Role;
        account.Role = user.Role;
        AccountAdministration.Check(await _users.SetAuthenticationTokenAsync(account, user.Issuer, RoleTime, user.AsOf.UtcTicks.ToString(CultureInfo.InvariantCulture)));
        if (before != user.Role)
        {
            await RecordAsync(AuditAction.RoleChanged, account, $"{AuditEvent.WordOf(before)} -> {AuditEvent.WordOf(user.Role)}", account.UserName);
            await _accounts.HandOverToFirstAsync(account, CancellationToken.None);
        }

        _directory.Forget(account.Id);
    }

    private Task RecordAsync(AuditAction action, UserAccount account, string detail, string? by = null) => _audit.RecordAsync(new AuditEvent(action)
    {
        Kind = "user", Target = account.UserName!, TargetName = account.UserName!, Detail = detail, User = by, Means = by is null ? null : AccessMeans.Authority,
    });

    /// <summary>A name that nobody has, and that nothing belongs to: what was there before accounts were goes to an administrator, not to who is called so at the authority.</summary>
    private async Task<string> FreeNameAsync(AuthorityUser user)
    {
        var allowed = _users.Options.User.AllowedUserNameCharacters;
        var name = new string([.. user.Name.Trim().Take(LongestName).Select(letter => allowed.Contains(letter, StringComparison.Ordinal) ? letter : '-')]);
        name = name.Trim('-') is { Length: > 0 } fit ? fit : "user";
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? name : $"{name}-{i}";
            if (await _users.FindByNameAsync(candidate) is null && !await _accounts.OwnsAsync(candidate))
            {
                return candidate;
            }
        }
    }
}
