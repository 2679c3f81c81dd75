using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Tokens and keys: what they open, to whom they are bound, and how they end.</summary>
public sealed class TokenTests(SecuredService service) : IClassFixture<SecuredService>
{
    private const string Self = "arcgis/sharing/rest/community/self?f=json";

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("X-Esri-Authorization", "Bearer {0}")]
    [InlineData("X-Api-Key", "{0}")]
    public async Task A_token_is_taken_in_the_headers_that_clients_use(string header, string value)
    {
        var token = (string)(await service.TokenAsync("ann"))["token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, Self);
        request.Headers.TryAddWithoutValidation(header, value.Replace("{0}", token, StringComparison.Ordinal));

        using var response = await service.Nobody.Http.SendAsync(request);

        Assert.Equal("ann", (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["username"]!);
    }

    [Fact]
    public async Task A_token_is_a_parameter_in_the_ArcGIS_face_alone()
    {
        var token = (string)(await service.TokenAsync("ann"))["token"]!;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("f", "json")]);

        var byQuery = await service.Nobody.GetAsync($"{Self}&token={token}");
        using var byForm = await service.Nobody.Http.PostAsync("arcgis/sharing/rest/community/self", form);
        using var native = await service.Nobody.Http.GetAsync($"api/v1/jobs?token={token}");

        Assert.Equal(("ann", "org_publisher"), ((string)byQuery["username"]!, (string)byQuery["role"]!));
        Assert.Equal("ann", (string)(await byForm.Content.ReadFromJsonAsync<JsonNode>())!["username"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, native.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing_and_too_many_lock_the_account()
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name = "carl", password = SecuredService.Password, role = "viewer" });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(400, (int)(await service.TokenAsync("carl", "wrong"))["error"]!["code"]!);
        }

        var right = await service.TokenAsync("carl");
        var unknown = await service.TokenAsync("nobody-of-that-name", "wrong");

        Assert.Contains("locked", (string)right["error"]!["details"]![0]!, StringComparison.Ordinal);
        Assert.Contains("Invalid username or password", (string)unknown["error"]!["details"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_bound_to_whom_its_client_named()
    {
        var token = (string)(await service.TokenAsync("ann", more: [("client", "referer"), ("referer", "https://maps.example.org/page")]))["token"]!;
        var elsewhere = (string)(await service.TokenAsync("ann", more: [("client", "ip"), ("ip", "10.9.8.7")]))["token"]!;
        var here = (string)(await service.TokenAsync("ann", more: [("client", "requestip")]))["token"]!;

        Assert.Equal(498, await CodeAsync(token, referer: null));
        Assert.Equal(498, await CodeAsync(token, referer: "https://maps.example.com/"));
        Assert.Equal(200, await CodeAsync(token, referer: "https://maps.example.org/"));
        Assert.Equal(498, await CodeAsync(elsewhere, referer: null));
        Assert.Equal(200, await CodeAsync(here, referer: null));
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_until_it_is_revoked()
    {
        using var made = await service.Ann.Http.PostAsJsonAsync("api/v1/keys", new { name = "nightly", scopes = new[] { "read" } });
        var key = (await made.Content.ReadFromJsonAsync<JsonNode>())!;
        using var client = service.With((string)key["key"]!);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("ann", (string)(await client.GetAsync("api/v1/session"))["user"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.TryAddAsync(TiffFile.Byte(4, 4, 1, (_, _, _) => 1), "a.tif")).Status);
        using var another = await client.Http.PostAsJsonAsync("api/v1/keys", new { name = "another" });
        Assert.Equal(HttpStatusCode.Forbidden, another.StatusCode);
        Assert.DoesNotContain((string)key["key"]!, await service.Ann.Http.GetStringAsync("api/v1/keys"), StringComparison.Ordinal);

        using var revoked = await service.Ann.Http.DeleteAsync($"api/v1/keys/{key["id"]}");
        using var after = await client.Http.GetAsync("api/v1/items");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (revoked.StatusCode, after.StatusCode));
        Assert.Equal("Bearer error=\"invalid_token\"", after.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_key_that_may_do_more_than_its_maker_is_not_made()
    {
        using var made = await service.Ann.Http.PostAsJsonAsync("api/v1/keys", new { name = "all", scopes = new[] { "administer" } });

        Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
    }

    [Fact]
    public async Task Another_role_ends_the_tokens_of_the_one_before()
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name = "dora", password = SecuredService.Password, role = "publisher" });
        using var dora = await service.SignInAsync("dora");
        Assert.Equal("publisher", (string)(await dora.GetAsync("api/v1/session"))["role"]!);

        using var changed = await service.Administrator.Http.PutAsJsonAsync("api/v1/users/dora/role", new { role = "viewer" });
        using var after = await dora.Http.GetAsync("api/v1/session");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (changed.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_are_written_to_the_log()
    {
        var token = (string)(await service.TokenAsync("ann"))["token"]!;
        await service.Nobody.GetAsync($"{Self}&token={token}");
        await service.Nobody.GetAsync($"arcgis/rest/services/Hosted/Nothing/ImageServer?f=json&token={token}");

        Assert.DoesNotContain(token, service.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(SecuredService.Password, service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_picture_opens_that_picture_and_nothing_else()
    {
        var item = await service.Ann.AddAsync(TiffFile.Byte(16, 12, 3, (band, row, column) => (byte)(band + row + column)), "pictured.tif");
        var path = new Uri((string)item["imageServer"]!).AbsolutePath;

        var href = (string)(await service.Ann.GetAsync($"{path}/exportImage?bbox=0,0,16,12&size=16,12&f=json"))["href"]!;
        using var picture = await service.Nobody.Http.GetAsync(href);
        using var other = await service.Nobody.Http.GetAsync(href.Replace("size=16%2C12", "size=17%2C12", StringComparison.Ordinal).Replace("size=16,12", "size=17,12", StringComparison.Ordinal));
        using var bare = await service.Nobody.Http.GetAsync(href[..href.IndexOf("&sig=", StringComparison.Ordinal)]);

        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (other.StatusCode, bare.StatusCode));
    }

    private async Task<int> CodeAsync(string token, string? referer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Self}&token={token}");
        if (referer is not null)
        {
            request.Headers.TryAddWithoutValidation("Referer", referer);
        }

        using var response = await service.Nobody.Http.SendAsync(request);
        return (int?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]?["code"] ?? 200;
    }
}
