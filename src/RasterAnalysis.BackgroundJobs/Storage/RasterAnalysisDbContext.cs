using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// The database: SQLite embedded, PostgreSQL for several machines. The model is the same in both; each has migrations of its own, which belong to the context of its name.
/// </summary>
internal abstract class RasterAnalysisDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<JobEntity> Jobs => Set<JobEntity>();

    public DbSet<JobMessageEntity> JobMessages => Set<JobMessageEntity>();

    public DbSet<JobSectionEntity> JobSections => Set<JobSectionEntity>();

    public DbSet<ItemEntity> Items => Set<ItemEntity>();

    public DbSet<FolderEntity> Folders => Set<FolderEntity>();

    public DbSet<ServiceNameEntity> ServiceNames => Set<ServiceNameEntity>();

    public DbSet<MarkEntity> Marks => Set<MarkEntity>();

    public DbSet<UserAccount> Accounts => Set<UserAccount>();

    public DbSet<AccessGrant> Grants => Set<AccessGrant>();

    public DbSet<GroupEntity> Groups => Set<GroupEntity>();

    public DbSet<GroupMemberEntity> GroupMembers => Set<GroupMemberEntity>();

    public DbSet<AuditEntity> Audit => Set<AuditEntity>();

    public DbSet<WatchedSettingEntity> WatchedSettings => Set<WatchedSettingEntity>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Saves what was added, and looks for no changes of what was read: nothing is compared, and nothing compiled to compare it.
    /// </summary>
    /// <exception cref="DbUpdateException">The database does not take it.</exception>
    public async Task SaveAddedAsync(CancellationToken cancellationToken)
    {
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await SaveChangesAsync(cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite neither sorts nor compares DateTimeOffset; ticks do both everywhere
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JobEntity>(job =>
        {
            job.HasKey(j => j.Id);
            job.HasIndex(j => new { j.Status, j.Submitted });
            job.HasIndex(j => new { j.Owner, j.Started });
            job.HasIndex(j => j.ResultKey);
            job.HasIndex(j => j.SectionsKey);
        });
        modelBuilder.Entity<JobMessageEntity>().HasKey(message => new { message.JobId, message.Sequence });
        modelBuilder.Entity<JobSectionEntity>(section =>
        {
            section.HasKey(s => new { s.JobId, s.Number });
            section.HasIndex(s => new { s.JobId, s.State, s.Number });
        });
        modelBuilder.Entity<ItemEntity>(item =>
        {
            item.HasKey(i => i.Id);
            item.HasIndex(i => i.ServiceName);
            item.HasIndex(i => i.Created);
            item.HasIndex(i => i.JobId);
            item.HasIndex(i => new { i.Owner, i.FolderKey });
            item.HasIndex(i => i.Access);
            item.Property(i => i.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<FolderEntity>(folder =>
        {
            folder.HasKey(f => f.Id);
            folder.HasIndex(f => new { f.Owner, f.TitleKey }).IsUnique();
        });
        modelBuilder.Entity<MarkEntity>().HasKey(mark => mark.Name);
        modelBuilder.Entity<ServiceNameEntity>(name =>
        {
            name.HasKey(n => n.Name);
            name.HasIndex(n => n.HolderId);
        });
        modelBuilder.Entity<AuditEntity>(audit =>
        {
            audit.HasKey(a => a.Id);
            audit.HasIndex(a => a.Time);
            audit.HasIndex(a => new { a.UserKey, a.Id });
        });
        modelBuilder.Entity<WatchedSettingEntity>().HasKey(setting => setting.Name);
        AddAccounts(modelBuilder);
    }

    /// <summary>The tables of ASP.NET Core Identity that are used here, by its own keys, and what hangs on users.</summary>
    private static void AddAccounts(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserAccount>(account =>
        {
            account.HasKey(a => a.Id);
            account.HasIndex(a => a.NormalizedUserName).IsUnique();
            account.HasIndex(a => a.NormalizedEmail);
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        modelBuilder.Entity<IdentityUserClaim<string>>().ToTable("AccountClaims").HasKey(claim => claim.Id);
        modelBuilder.Entity<IdentityUserLogin<string>>().ToTable("AccountLogins").HasKey(login => new { login.LoginProvider, login.ProviderKey });
        modelBuilder.Entity<IdentityUserToken<string>>().ToTable("AccountTokens").HasKey(token => new { token.UserId, token.LoginProvider, token.Name });
        modelBuilder.Entity<AccessGrant>(grant =>
        {
            grant.HasKey(g => g.Id);
            grant.HasIndex(g => g.UserId);
            grant.HasIndex(g => g.Expires);
            grant.HasIndex(g => g.Family);
        });
        modelBuilder.Entity<GroupEntity>(group =>
        {
            group.HasKey(g => g.Id);
            group.HasIndex(g => g.TitleKey).IsUnique();
        });
        modelBuilder.Entity<GroupMemberEntity>(member =>
        {
            member.HasKey(m => new { m.GroupId, m.UserId });
            member.HasIndex(m => m.UserId);
        });
    }

    private sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
