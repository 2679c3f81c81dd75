#!/usr/bin/env bash
# ASP.NET Core's JwtBearer handler takes an authority that does not answer for a fault of the token: where it cannot fetch the authority's description, a token that names the right issuer is answered with 401
# invalid_token, "The issuer … is invalid", and that is the exception that the application sees. The OpenIdConnect handler of the same version throws, so the same outage is a 500 there. Whoever wants clients to
# try again later rather than throw their tokens away has to ask the ConfigurationManager themselves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.AspNetCore.Authentication.JwtBearer" Version="10.0.15" />
    <PackageReference Include="Microsoft.AspNetCore.Authentication.OpenIdConnect" Version="10.0.15" />
  </ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

// a port on which nobody listens
var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var authority = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
listener.Stop();

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddAuthentication()
    .AddJwtBearer(bearer => (bearer.Authority, bearer.Audience, bearer.RequireHttpsMetadata) = (authority, "api", false))
    .AddCookie()
    .AddOpenIdConnect(connect => (connect.Authority, connect.ClientId, connect.RequireHttpsMetadata, connect.SignInScheme) = (authority, "app", false, CookieAuthenticationDefaults.AuthenticationScheme));
var app = builder.Build();
var seen = "";
app.MapGet("/bearer", async (HttpContext context) =>
{
    seen = (await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)).Failure?.GetType().Name ?? "no failure";
    await context.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme);
});
app.MapGet("/browser", (HttpContext context) => context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme));
await app.StartAsync();

using var rsa = RSA.Create(2048);
var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = authority, Audience = "api", SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
});
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
http.DefaultRequestHeaders.Authorization = new("Bearer", token);
using var bearer = await http.GetAsync("bearer");
using var browser = await http.GetAsync("browser");
Console.WriteLine($"JwtBearer {typeof(JwtBearerHandler).Assembly.GetName().Version}, the authority away: {(int)bearer.StatusCode} {bearer.Headers.WwwAuthenticate}; the application sees {seen}");
Console.WriteLine($"OpenIdConnect, likewise: {(int)browser.StatusCode}");
return bearer.StatusCode == HttpStatusCode.Unauthorized && bearer.Headers.WwwAuthenticate.ToString().Contains("invalid_token", StringComparison.Ordinal)
    && seen == nameof(SecurityTokenInvalidIssuerException) && browser.StatusCode == HttpStatusCode.InternalServerError ? 0 : 1;
EOF
dotnet run -v quiet
