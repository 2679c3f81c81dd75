using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

public sealed class PortalDescriptionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private ArcGisHost Host => shared.Host;

    [Theory]
    [InlineData("/arcgis/sharing/rest")]
    [InlineData("/arcgis/sharing")]
    [InlineData("/ArcGIS/Sharing")]
    public async Task Portal_in_both_spellings_names_the_toolbox_of_this_host(string root)
    {
        var self = await Host.GetJsonAsync($"{root}/portals/self?culture=en-us&f=json");

        Assert.Equal($"http://host{ArcGisHost.Toolbox}", (string?)self["helperServices"]?["rasterAnalytics"]?["url"]);
        var byId = await Host.GetJsonAsync($"{root}/portals/{self["id"]}?f=json");
        Assert.Equal(self.ToJsonString(), byId.ToJsonString());

        // Map Viewer refuses to run raster analysis for users without these
        var user = await Host.GetJsonAsync($"{root}/community/users/{self["user"]!["username"]}?f=json");
        Assert.Equal(((string?)self["id"], "org_admin"), ((string?)user["orgId"], (string?)user["role"]));
        Assert.Equal(user.ToJsonString(), (await Host.GetJsonAsync($"{root}/community/self?f=json")).ToJsonString());
    }

    [Fact]
    public async Task The_helper_service_answers()
    {
        var self = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/portals/self?f=json");
        var address = ((string)self["helperServices"]!["rasterAnalytics"]!["url"]!).Replace("http://host", "", StringComparison.Ordinal);
        Assert.NotNull((await Host.GetJsonAsync($"{address}?f=json"))["tasks"]);
    }

    [Fact]
    public async Task Info_names_where_tokens_come_from() => EsriAssert.Json(
        """{"owningSystemUrl":"http://host/arcgis","authInfo":{"tokenServicesUrl":"http://host/arcgis/sharing/rest/generateToken","isTokenBasedSecurity":true}}""",
        await Host.GetJsonAsync($"{ArcGisHost.Sharing}/info?f=json"));

    [Fact]
    public async Task Root_has_a_version() => EsriAssert.Json("""{"currentVersion":"2023.1"}""", await Host.GetJsonAsync($"{ArcGisHost.Sharing}?f=json"));

    [Fact]
    public async Task User_of_another_name_is_refused_in_the_words_that_the_Python_API_knows()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/community/users/eve?f=json");
        EsriAssert.Error(400, answer, "There is no user 'eve'.");
        Assert.Equal("User does not exist or is inaccessible.", (string?)answer["error"]!["message"]);
    }

    [Theory]
    [InlineData("ORTHO", false)]
    [InlineData("Ortho 2", true)]
    [InlineData("ortho.", false)] // becomes Ortho
    [InlineData("...", false)]
    public async Task IsServiceNameAvailable_is_true_only_where_create_service_takes_the_name(string name, bool expected)
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/portals/self/isServiceNameAvailable?name={Uri.EscapeDataString(name)}&type=Image%20Service&f=json");
        Assert.Equal(expected, (bool)answer["available"]!);

        var created = await Host.PostJsonAsync($"{ArcGisHost.Content}/createService", ("createParameters", $$"""{"name":"{{name}}"}"""), ("outputType", "imageService"));
        Assert.Equal(expected, created["success"] is not null);
    }

    [Fact]
    public async Task Tokens_are_new_each_time_and_open_no_more_than_none()
    {
        (string, string)[] form = [("username", "admin"), ("password", "x"), ("client", "referer"), ("referer", "http://page"), ("expiration", "30"), ("f", "json")];
        var one = await Host.PostJsonAsync($"{ArcGisHost.Sharing}/generateToken", form);
        var other = await Host.PostJsonAsync($"{ArcGisHost.Sharing}/generateToken", ("token", (string)one["token"]!), ("serverUrl", "http://host"), ("request", "getToken"));

        Assert.NotEqual((string)one["token"]!, (string)other["token"]!);
        Assert.True(((string)one["token"]!).Length >= 40);
        Assert.Equal(new FixedTime().GetUtcNow().AddMinutes(30).ToUnixTimeMilliseconds(), (long)one["expires"]!);
        var withToken = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/community/self?f=json&token={one["token"]}");
        Assert.Equal("admin", (string?)withToken["username"]);
    }

    [Fact]
    public async Task Old_browsers_get_their_callback() => Assert.StartsWith(
        "cb({\"currentVersion\"", await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Sharing}?f=json&callback=cb")), StringComparison.Ordinal);
}
