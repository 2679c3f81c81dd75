using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>How long a session of the page counts, by a clock that the test moves.</summary>
public sealed class AuthoritySessionTests : IAsyncLifetime
{
    private const int LastHour = 12;
    private readonly ApiHost _host = new();
    private readonly Clock _clock = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("OpenIdConnect", false)]
    [InlineData("BuiltIn", true)]
    public async Task A_session_that_is_used_ends_with_an_authority_and_goes_on_without_one(string mode, bool goesOn)
    {
        await using var program = _host.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("RasterAnalysis:SignIn:Mode", mode).UseSetting("RasterAnalysis:DataRoot", _host.NewFolder());
            if (!goesOn)
            {
                builder.UseSetting("RasterAnalysis:SignIn:Authority", "https://authority.example.org").UseSetting("RasterAnalysis:SignIn:ClientId", "maps");
            }

            builder.ConfigureTestServices(services => services.PostConfigureAll<CookieAuthenticationOptions>(cookie => cookie.TimeProvider = _clock)
                .PostConfigure<SecurityStampValidatorOptions>(stamps => stamps.TimeProvider = _clock));
        });
        using var client = program.CreateClient();
        var cookie = await SessionAsync(program.Services);

        var users = new List<string?>();
        for (var hour = 0; hour <= LastHour + 1; hour++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/session") { Headers = { { "Cookie", cookie } } };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            users.Add((string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["user"]);
            cookie = answer.Headers.TryGetValues("Set-Cookie", out var set) && set.FirstOrDefault(text => text.StartsWith("rasteranalysis=", StringComparison.Ordinal)) is { } renewed
                ? renewed.Split(';')[0] : cookie;
            _clock.Now += TimeSpan.FromHours(1);
        }

        Assert.All(users.Take(LastHour), user => Assert.Equal("ann", user));
        Assert.Equal(goesOn ? "ann" : null, users[^1]);
    }

    /// <summary>The cookie of a session that has just begun.</summary>
    private async Task<string> SessionAsync(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var account = await scope.ServiceProvider.GetRequiredService<AuthorityAccounts>().TakeAsync(new AuthorityUser("https://authority.example.org", "1", "ann", Role.Analyst, _clock.Now));
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<UserAccount>>().CreateAsync(account);
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IssuedUtc = _clock.Now, ExpiresUtc = _clock.Now + options.ExpireTimeSpan };
        return $"rasteranalysis={options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme))}";
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
