using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// The database: SQLite embedded, PostgreSQL for several machines. The model is the same in both; each has migrations of its own, which belong to the context of its name.
/// </summary>
internal abstract class RasterAnalysisDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<JobEntity> Jobs => Set<JobEntity>();

    public DbSet<JobMessageEntity> JobMessages => Set<JobMessageEntity>();

    public DbSet<JobSectionEntity> JobSections => Set<JobSectionEntity>();

    public DbSet<ItemEntity> Items => Set<ItemEntity>();

    public DbSet<FolderEntity> Folders => Set<FolderEntity>();

    public DbSet<ServiceNameEntity> ServiceNames => Set<ServiceNameEntity>();

    public DbSet<MarkEntity> Marks => Set<MarkEntity>();

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
    }

    private sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
