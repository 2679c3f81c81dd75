using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Registers who users are: in the same database as everything else, with the keys that protect cookies and tokens.</summary>
internal static class AccountSetup
{
    private const int ShortestPassword = 12;
    private const int MostFailures = 5;
    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    /// <summary>Registers <see cref="ICallers"/>, and with sign-in the accounts.</summary>
    public static void AddAccounts(this IServiceCollection services, SignInSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContext());
        services.AddDataProtection().SetApplicationName("RasterAnalysis").PersistKeysToDbContext<RasterAnalysisDbContext>();
        services.AddSingleton<IGroups, EfGroups>();
        if (!options.IsOn)
        {
            services.AddSingleton<ICallers, OneUser>();
            return;
        }

        services.AddSingleton(provider => new UserDirectory(provider.GetRequiredService<IDbContextFactory<RasterAnalysisDbContext>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AppGrants(
            provider.GetRequiredService<IDbContextFactory<RasterAnalysisDbContext>>(), provider.GetRequiredService<UserDirectory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICallers>(provider => provider.GetRequiredService<UserDirectory>());
        services.AddScoped(provider => new AccountAdministration(
            provider.GetRequiredService<UserManager<UserAccount>>(), provider.GetRequiredService<RasterAnalysisDbContext>(), provider.GetRequiredService<UserDirectory>(), options,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IAudit>()));
        services.AddScoped(provider => new AuthorityAccounts(
            provider.GetRequiredService<UserManager<UserAccount>>(), provider.GetRequiredService<RasterAnalysisDbContext>(), provider.GetRequiredService<AccountAdministration>(),
            provider.GetRequiredService<UserDirectory>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IAudit>()));
        services.AddScoped<IUserStore<UserAccount>>(provider => new UserOnlyStore<UserAccount, RasterAnalysisDbContext, string>(provider.GetRequiredService<RasterAnalysisDbContext>()));
        services.AddIdentityCore<UserAccount>(identity =>
        {
            // long rather than intricate (NIST SP 800-63B, 5.1.1)
            identity.Password = new PasswordOptions
            {
                RequiredLength = ShortestPassword, RequiredUniqueChars = 5, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
            };
            identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = MostFailures, DefaultLockoutTimeSpan = Lockout };
            identity.User.RequireUniqueEmail = false;
        }).AddTokenProvider<AuthenticatorTokenProvider<UserAccount>>(TokenOptions.DefaultAuthenticatorProvider);
    }
}
