using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Registers the audit. Whoever has a web face, or another, registers an <see cref="IAuditSource"/> of its own.</summary>
internal static class AuditSetup
{
    /// <summary>Registers <see cref="IAudit"/> and its records.</summary>
    public static void AddAudit(this IServiceCollection services, AuditSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton<IAuditSource, NoSource>();
        services.AddSingleton<IAudit, EfAudit>();
        services.AddSingleton<SettingChanges>();
        services.AddSingleton(provider => new AuditRecords(
            provider.GetRequiredService<IDbContextFactory<RasterAnalysisDbContext>>(), settings, provider.GetRequiredService<TimeProvider>()));
    }
}
