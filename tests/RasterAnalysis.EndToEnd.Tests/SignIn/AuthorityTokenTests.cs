using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using RasterAnalysis.TestAuthority;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Bearer tokens of an OpenID Connect authority: what they open, which count, and whom they mean.</summary>
public sealed class AuthorityTokenTests(AuthorityService service) : IClassFixture<AuthorityService>
{
    private const string Self = "arcgis/sharing/rest/community/self?f=json";

    [Fact]
    public async Task A_program_submits_a_job_with_a_token_of_the_authority()
    {
        await service.Authority.RegisterProgramAsync(new AuthorityUser("nightly", "nightly", "analyst"));
        using var client = service.With(await service.Authority.ProgramTokenAsync("nightly"));
        var raster = (string)(await client.AddAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 3)), "scene.tif"))["id"]!;
        var model = (string)(await client.AddAsync(TestPackages.Package(
            TestPackages.Definition([(0, "Low", [10, 20, 30]), (1, "Middle", [200, 100, 0]), (2, "High", [0, 250, 120])]), TinyNetworks.CopyBand(3)), "levels.dlpk"))["id"]!;

        var job = (await client.ClassifyAsync(ServiceClient.Request(raster, model))).Job;
        using var nobody = await service.Process.Client.Http.GetAsync($"api/v1/items/{raster}");

        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.Equal(("nightly", "analyst"), (await client.GetAsync("api/v1/session")) is var session ? ((string)session["user"]!, (string)session["role"]!) : default);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task A_token_is_taken_wherever_ArcGIS_has_tokens()
    {
        var token = service.Authority.Write(new AuthorityUser("gis", "gina", "publisher"));
        using var client = service.With(token);

        Assert.Equal("gina", (string)(await client.GetAsync(Self))["username"]!);
        Assert.Equal("gina", (string)(await service.Process.Client.GetAsync($"{Self}&token={token}"))["username"]!);
        Assert.DoesNotContain(token, service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_with_anything_wrong_opens_nothing_and_it_is_said_what()
    {
        var user = new AuthorityUser("1", "ann", "analyst");
        using var other = RSA.Create(2048);
        var (header, rest) = service.Authority.Write(user).Split('.') is [var first, .. var more] ? (first, more) : default;
        (string Token, string Said)[] bad =
        [
            (service.Authority.Write(user, issued: DateTime.UtcNow.AddHours(-2)), "expired"),
            (service.Authority.Write(user, issued: DateTime.UtcNow.AddHours(1)), "does not count yet"),
            (service.Authority.Write(user, audience: "another"), "audience"),
            (service.Authority.Write(user, issuer: "https://authority.example.org/"), "issuer"),
            (service.Authority.Write(user, key: new RsaSecurityKey(other)), "signed by nobody"),

            // the public key as a secret, and no signature at all
            (service.Authority.Write(user, key: new SymmetricSecurityKey(service.Authority.PublicKey())), "signed by nobody"),
            ($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{rest[0]}.", "signed by nobody"),
            ($"{header}.{rest[0]}.AAAA", "signed by nobody"),
            ("a.b.c", "none of"),
        ];

        foreach (var (token, said) in bad)
        {
            using var client = service.With(token);
            using var refused = await client.Http.GetAsync("api/v1/items");
            var problem = await refused.Content.ReadAsStringAsync();
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
            Assert.True(problem.Contains(said, StringComparison.OrdinalIgnoreCase), $"{problem} does not say '{said}'");
            Assert.Equal(498, (int)(await service.Process.Client.GetAsync($"{Self}&token={token}"))["error"]!["code"]!);
        }
    }

    [Fact]
    public async Task Who_has_no_role_at_the_authority_is_told_so()
    {
        using var client = service.With(service.Authority.Write(new AuthorityUser("3", "norma", "gardener")));

        using var refused = await client.Http.GetAsync("api/v1/items");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("norma has no role here: the claim role", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(403, (int)(await client.GetAsync(Self))["error"]!["code"]!);
    }

    [Fact]
    public async Task A_token_of_before_gives_nobody_back_the_role_that_they_had()
    {
        var now = DateTime.UtcNow;
        using var before = service.With(service.Authority.Write(new AuthorityUser("77", "dora", "gis-admins"), issued: now.AddMinutes(-20)));
        using var after = service.With(service.Authority.Write(new AuthorityUser("77", "dora", "viewer"), issued: now.AddMinutes(-10)));

        Assert.Equal("administrator", (string)(await before.GetAsync("api/v1/session"))["role"]!);
        Assert.Equal("viewer", (string)(await after.GetAsync("api/v1/session"))["role"]!);
        using var refused = await before.Http.GetAsync("api/v1/users");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        // up again: the newer token counts for more, the older ones for no more than they say
        using var again = service.With(service.Authority.Write(new AuthorityUser("77", "dora", "gis-admins"), issued: now));
        using var users = await again.Http.GetAsync("api/v1/users");
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
        using var viewer = await after.Http.GetAsync("api/v1/users");
        Assert.Equal(HttpStatusCode.Forbidden, viewer.StatusCode);
    }

    [Fact]
    public async Task Users_of_one_name_are_two_users()
    {
        using var one = service.With(service.Authority.Write(new AuthorityUser("sam-1", "sam", "analyst")));
        using var two = service.With(service.Authority.Write(new AuthorityUser("sam-2", "sam", "analyst")));
        var item = (string)(await one.AddAsync(TiffFile.Byte(4, 4, 1, (_, _, _) => 1), "sam.tif"))["id"]!;

        using var other = await two.Http.GetAsync($"api/v1/items/{item}");

        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(("sam", "sam-2"), ((string)(await one.GetAsync("api/v1/session"))["user"]!, (string)(await two.GetAsync("api/v1/session"))["user"]!));
    }

    [Fact]
    public async Task A_user_who_is_called_as_the_owner_of_before_gets_nothing_of_theirs()
    {
        using var client = service.With(service.Authority.Write(new AuthorityUser("55", "admin", "analyst")));

        Assert.Equal("admin-2", (string)(await client.GetAsync("api/v1/session"))["user"]!);
    }

    [Fact]
    public async Task Accounts_and_passwords_are_the_affair_of_the_authority()
    {
        using var administrator = service.With(service.Authority.Write(new AuthorityUser("2", "bob", "gis-admins")));
        using var made = await administrator.Http.PostAsJsonAsync("api/v1/users", new { name = "carl", password = "seven red barns at noon", role = "viewer" });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("username", "bob"), KeyValuePair.Create("password", "any"), KeyValuePair.Create("f", "json")]);
        using var token = await service.Process.Client.Http.PostAsync("arcgis/sharing/rest/generateToken", form);

        Assert.Equal(HttpStatusCode.BadRequest, made.StatusCode);
        Assert.Contains(service.Authority.Address.AbsoluteUri, await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("has no password here", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["details"]![0]!, StringComparison.Ordinal);
        using var key = await administrator.Http.PostAsJsonAsync("api/v1/keys", new { name = "made by a program" });
        Assert.Equal(HttpStatusCode.Forbidden, key.StatusCode);
    }
}
