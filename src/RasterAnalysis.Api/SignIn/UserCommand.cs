using System.Globalization;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.BackgroundJobs;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>RasterAnalysis.Api user add|list|remove|bind</c>: accounts, without a service that runs.</summary>
internal static class UserCommand
{
    /// <summary>The first word of the command line.</summary>
    public const string Name = "user";

    private const string Usage =
        "Usage: RasterAnalysis.Api user add <name> --role viewer|analyst|publisher|administrator   (the password from standard input)\n"
        + "       RasterAnalysis.Api user list\n       RasterAnalysis.Api user remove <name> [--heir <name>]\n"
        + "       RasterAnalysis.Api user bind <name> --subject <subject> [--issuer <address>]   (the account is that user's of the OpenID Connect authority from now on)";

    // EX_USAGE of sysexits.h
    private const int WrongUsage = 64;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The words behind <see cref="Name"/>.</param>
    /// <param name="builder">The service's own, for its settings and its database.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="RasterAnalysisException">It could not be done.</exception>
    public static async Task<int> RunAsync(string[] arguments, WebApplicationBuilder builder)
    {
        var settings = ServiceSettings.Read(builder.Configuration) with { RunsJobs = false };
        if (!settings.SignIn.IsOn)
        {
            throw new InvalidRequestException("RasterAnalysis__SignIn__Mode", "must be BuiltIn or OpenIdConnect; without a sign-in there are no accounts.");
        }

        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IAuditSource, CommandLineSource>();
        builder.Services.AddBackgroundJobs(settings);
        Directory.CreateDirectory(settings.DataRoot);
        await using var host = builder.Build();
        await host.Services.PrepareDatabaseAsync();
        using var scope = host.Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountAdministration>();
        switch (arguments)
        {
            case ["add", var name, "--role", var role]:
                var errors = new List<RequestError>();
                var parsed = UserEndpoints.RoleOf(role, errors);
                if (errors.Count > 0)
                {
                    throw new InvalidRequestException(errors);
                }

                var made = await accounts.AddAsync(name, await Console.In.ReadLineAsync() ?? "", parsed, CancellationToken.None);
                await Console.Out.WriteLineAsync($"{made.UserName} is {made.Role.ToString().ToLowerInvariant()} now.");
                return 0;
            case ["list"]:
                foreach (var account in await accounts.ListAsync(CancellationToken.None))
                {
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{account.UserName}\t{account.Role.ToString().ToLowerInvariant()}\t{account.Created:u}"));
                }

                return 0;
            case ["remove", var name]:
                await accounts.RemoveAsync(name, heir: null, CancellationToken.None);
                return 0;
            case ["remove", var name, "--heir", var heir]:
                await accounts.RemoveAsync(name, heir, CancellationToken.None);
                return 0;
            case ["bind", var name, "--subject", var subject, .. var more] when settings.SignIn.Authority is { } authority && more is [] or ["--issuer", _]:
                await scope.ServiceProvider.GetRequiredService<AuthorityAccounts>().BindAsync(name, more is [_, var issuer] ? issuer : authority.Address.OriginalString, subject);
                return 0;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return WrongUsage;
        }
    }
}
