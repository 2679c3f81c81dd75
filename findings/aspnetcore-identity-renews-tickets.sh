#!/usr/bin/env bash
# ASP.NET Core Identity keeps a session alive beyond the end that its ticket has, although AllowRefresh of the ticket is false: the look at the security stamp (every half hour unless set otherwise) has the
# cookie renewed for its whole lifetime, wherever the cookie's options have SlidingExpiration, which is the default. Without that look AllowRefresh = false does what it says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.AspNetCore.Identity.EntityFrameworkCore" Version="10.0.15" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.InMemory" Version="10.0.15" />
  </ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

var looked = await HoursAsync(TimeSpan.FromMinutes(30));
var unlooked = await HoursAsync(TimeSpan.FromDays(365));
Console.WriteLine($"ASP.NET Core Identity {typeof(IdentityUserContext<IdentityUser>).Assembly.GetName().Version}, a ticket of 4 hours with AllowRefresh = false, used every hour:");
Console.WriteLine($"with looks at the security stamp it counts for {(looked == 24 ? "24 hours and more" : $"{looked} hours")}, without for {unlooked}");
return looked == 24 && unlooked == 4 ? 0 : 1;

// hours for which the session counts, of 24
static async Task<int> HoursAsync(TimeSpan interval)
{
    var clock = new Clock();
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.ClearProviders();
    builder.Services.AddSingleton<TimeProvider>(clock);
    builder.Services.AddDbContext<Users>(options => options.UseInMemoryDatabase($"{interval}"));
    builder.Services.AddIdentity<IdentityUser, IdentityRole>().AddEntityFrameworkStores<Users>();
    builder.Services.ConfigureApplicationCookie(cookie => cookie.ExpireTimeSpan = TimeSpan.FromHours(4));
    builder.Services.Configure<SecurityStampValidatorOptions>(stamps => stamps.ValidationInterval = interval);
    await using var app = builder.Build();
    app.UseAuthentication();
    app.MapGet("/in", async (SignInManager<IdentityUser> signIn) =>
    {
        var user = new IdentityUser("ann");
        await signIn.UserManager.CreateAsync(user);
        await signIn.SignInAsync(user, new AuthenticationProperties { AllowRefresh = false });
    });
    app.MapGet("/who", (HttpContext context) => context.User.Identity?.Name ?? "");
    await app.StartAsync();
    using var http = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = new Uri(app.Urls.First()) };
    await http.GetAsync("in");
    for (var hour = 0; hour < 24; hour++)
    {
        if (await http.GetStringAsync("who") != "ann")
        {
            return hour;
        }

        clock.Now += TimeSpan.FromHours(1);
    }

    return 24;
}

sealed class Users(DbContextOptions<Users> options) : IdentityDbContext<IdentityUser>(options);

sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Now;
}
EOF
dotnet run -v quiet
