using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;
using RasterAnalysis.Api.CrossOrigin;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.SignIn.Apps;
using RasterAnalysis.Api.SignIn.Authority;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Puts sign-in together, and asks of every request who sends it and what they may do.</summary>
internal static class SignInSetup
{
    /// <summary>How long a cookie counts after the password was changed or the account locked.</summary>
    private static readonly TimeSpan CookieFreshness = TimeSpan.FromSeconds(10);

    /// <summary>Files of the pages and states of the service, which tell nothing of anybody: whoever asks gets them.</summary>
    private static readonly string[] OpenToAll = ["/page", "/swagger", "/healthz"];

    /// <summary>Registers it.</summary>
    /// <exception cref="InvalidRequestException">The settings let everybody in from elsewhere without having said so.</exception>
    public static void AddSignIn(this IServiceCollection services, SignInSettings options, IConfiguration configuration)
    {
        ForwardedRequests.RequireMode(options, configuration);
        services.AddScoped<CurrentCaller>();
        services.AddScoped<CallerCatalog>();
        services.AddScoped<CallerJobs>();
        services.AddScoped<ItemSharing>();
        if (!options.IsOn)
        {
            services.AddSingleton<ISignIn, NoSignIn>();
            return;
        }

        services.AddSingleton<GrantTokens>().AddSingleton<SignedAddresses>().AddSingleton<ISignIn, RequestSignIn>().AddSingleton<AppSignIn>()
            .AddSingleton<IAppSignIn>(provider => provider.GetRequiredService<AppSignIn>()).AddSingleton<AuthorizePages>().AddScoped<PasswordCheck>().AddScoped<ApiKeys>().AddScoped<AccountPage>();
        services.AddAntiforgery(forgery =>
        {
            forgery.HeaderName = RequestSignIn.ProofHeader;
            forgery.Cookie.Name = "rasteranalysis-antiforgery";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddHttpContextAccessor();
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
        {
            cookie.Cookie.Name = "rasteranalysis";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);

            // an authority is asked again in the end; AllowRefresh of a ticket would not do, since each look at the security stamp renews the ticket all the same
            cookie.SlidingExpiration = options.Authority is null;
        }));
        if (options.Authority is { } authority)
        {
            authentication.AddAuthority(authority);
        }

        services.Configure<SecurityStampValidatorOptions>(stamps => stamps.ValidationInterval = CookieFreshness);
        new IdentityBuilder(typeof(UserAccount), services).AddSignInManager();
    }

    /// <summary>Says, for limits, who asks, where that is known; what is wrong with a token is said where it is looked at to answer.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var signIn = app.Services.GetRequiredService<ISignIn>();
        if (!signIn.IsOn || app.Services.GetRequiredService<RateLimiters>().All is null)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            try
            {
                await signIn.KnowAsync(context, context.Request.Path.StartsWithSegments("/arcgis") && context.Request.Query["token"].ToString() is { Length: > 0 } token ? token : null);
            }
            catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
            {
                app.Logger.LogDebug("Who asks for {Path} is not known; they are counted by their address", context.Request.Path);
            }

            await next(context);
        });
    }

    /// <summary>Asks it of what lies outside of the ArcGIS face, which asks by itself once it has read its parameters.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        var (signIn, options) = (app.Services.GetRequiredService<ISignIn>(), app.Services.GetRequiredService<SignInSettings>());
        app.UseForwardedRequests(options);
        if (signIn.IsOn)
        {
            // here, and not where ASP.NET Core would put it: behind the proxies that are believed, and where errors are answered
            app.UseAuthentication();
        }

        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/arcgis") && !OpenToAll.Any(path => context.Request.Path.StartsWithSegments(path)),
            asked => asked.Use(async (context, next) =>
            {
                if (IsCollector(context.Request, options))
                {
                    await next(context);
                    return;
                }

                await signIn.KnowAsync(context, token: null);
                await AdmitAsync(context, signIn);
                await next(context);
            }));
    }

    /// <summary>Whether a collector asks for metrics with the token that the settings give it.</summary>
    private static bool IsCollector(HttpRequest request, SignInSettings settings) =>
        settings.MetricsToken.Length > 0 && request.Path.StartsWithSegments("/metrics") && Credential.Of(request, parameter: null) is { } sent
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(settings.MetricsToken));

    private static async Task AdmitAsync(HttpContext context, ISignIn signIn)
    {
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        var isSafe = CrossSiteFilter.IsSafe(context.Request.Method);
        var required = context.GetEndpoint()?.Metadata.GetMetadata<RequiredRights>()?.Rights ?? (isSafe ? Rights.None : Rights.Submit);
        caller.Require(required);
        if (!isSafe && caller.IsByCookie && required != Rights.None)
        {
            await signIn.RequireOwnPageAsync(context, proof: null);
        }
    }
}
