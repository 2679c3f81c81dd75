using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

/// <summary>Whatever a request does wrong, the answer is ArcGIS's error object, with HTTP 200 and JSON: never a page, a stack trace or a 500.</summary>
public sealed class MalformedRequestTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string User = ArcGisHost.Content;
    private const string Item = $"{User}/items/{Some.OrthoId}";

    private ArcGisHost Host => shared.Host;

    /// <summary>Method, path, and the form; each is at fault in one way.</summary>
    public static TheoryData<string, string, string> Requests => new()
    {
        { "GET", "/portals/other", "" }, { "GET", "/portals/self/isServiceNameAvailable", "" }, { "GET", "/portals/x/isServiceNameAvailable?name=a", "" },
        { "GET", "/portals/self/isServiceNameAvailable?name=a&type=Hat", "" }, { "GET", "/community/users/eve", "" }, { "GET", "/community/groups", "" },
        { "GET", "/generateToken?username=admin&password=x", "" }, { "POST", "/generateToken", "" }, { "POST", "/generateToken", "username=eve&password=x" },
        { "POST", "/generateToken", "username=admin&password=x&expiration=soon" }, { "POST", "/generateToken", "username=admin&password=x&expiration=0" },
        { "GET", "/search", "" }, { "GET", "/search?q=(", "" }, { "GET", "/search?q=a&num=-1", "" }, { "GET", "/search?q=a&start=0", "" }, { "GET", "/search?q=a&num=99999999999", "" },
        { "GET", "/search?q=a&sortField=colour", "" }, { "GET", "/search?q=a&sortOrder=up", "" }, { "GET", "/search?q=a&bbox=1,2,3,4", "" }, { "GET", "/search?q=a&f=xml", "" },
        { "GET", "/search?q=a&callback=1(", "" }, { "GET", "/content/items/x", "" }, { "GET", "/content/items/x/data", "" }, { "GET", "/content/items/%0A", "" },
        { "GET", "/content/items/x/groups", "" }, { "GET", "/content/items/x/relatedItems", "" }, { "GET", "/content/items/x/rating", "" },
        { "GET", $"/content/items/{Some.OrthoId}/data", "" }, { "GET", "/content/users/eve", "" }, { "GET", $"{U}/nofolder", "" }, { "GET", $"{U}?num=x", "" },
        { "GET", $"{U}/createFolder?title=a", "" }, { "POST", $"{U}/createFolder", "" }, { "POST", $"{U}/createFolder", "title=a/b" }, { "POST", $"{U}/createFolder", "title=%01" },
        { "POST", "/content/users/eve/createFolder", "title=a" }, { "POST", $"{U}/nofolder/delete", "" }, { "GET", $"{U}/nofolder/delete", "" },
        { "GET", $"{U}/items/x", "" }, { "POST", $"{U}/items/x/update", "title=a" }, { "GET", $"{I}/update?title=a", "" }, { "POST", $"{I}/update", $"title={new string('a', 300)}" },
        { "POST", $"{I}/update", "properties=[1]" }, { "POST", $"{I}/update", "properties={" }, { "POST", $"{I}/update", $"properties={new string('[', 5000)}" },
        { "POST", $"{I}/update", $"tags={string.Join(',', Enumerable.Range(0, 200))}" }, { "POST", $"{I}/update", $"snippet={new string('a', 3000)}" },
        { "POST", $"/content/users/eve/items/{Some.OrthoId}/update", "title=a" }, { "POST", $"{U}/nofolder/items/{Some.OrthoId}/update", "title=a" },
        { "POST", $"{U}/items/x/delete", "" }, { "GET", $"{I}/delete", "" }, { "POST", $"{U}/items/x/move", "folder=/" }, { "GET", $"{I}/move?folder=/", "" },
        { "POST", $"{I}/move", "folder=nofolder" }, { "POST", $"{I}/reassign", "targetUsername=bob" }, { "GET", $"{U}/addItem", "" }, { "POST", $"{U}/addItem", "" },
        { "POST", $"{U}/addItem", "url=http://host/x&type=Image Service" }, { "POST", $"{U}/nofolder/addItem", "" }, { "POST", "/content/users/eve/addItem", "" },
        { "GET", $"{U}/createService", "" }, { "POST", $"{U}/createService", "" }, { "POST", $"{U}/createService", "createParameters=[1]" }, { "POST", $"{U}/createService", "createParameters={" },
        { "POST", $"{U}/createService", "createParameters={}" }, { "POST", $"{U}/createService", "createParameters={\"name\":\"...\"}" },
        { "POST", $"{U}/createService", $"createParameters={{\"name\":\"{new string('a', 500)}\"}}" }, { "POST", $"{U}/createService", "createParameters={\"name\":{}}" },
        { "POST", $"{U}/createService", "createParameters={\"name\":\"a\"}&outputType=featureService" }, { "POST", $"{U}/nofolder/createService", "createParameters={\"name\":\"a\"}" },
        { "POST", "/content/users/eve/createService", "createParameters={\"name\":\"a\"}" }, { "PUT", "/search", "q=a" }, { "DELETE", $"{I}", "" }, { "GET", "/nothing/here", "" },
    };

    private const string U = "/content/users/admin";
    private const string I = $"{U}/items/{Some.OrthoId}";

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_that_is_at_fault_gets_the_error_object(string method, string path, string form)
    {
        foreach (var root in (string[])[ArcGisHost.Sharing, "/arcgis/sharing"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Host.AddressOf(root + path));
            request.Content = method == "GET" ? null : new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

            var answer = await Host.JsonAsync(await Host.SendAsync(request));

            AssertIsError(answer);
        }
    }

    [Theory]
    [InlineData("text/plain", "title=a")]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "--x--")]
    [InlineData("multipart/form-data; boundary=x", "--y\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=file; filename=a.tif\r\n\r\nII*")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=thumbnail; filename=a.png\r\n\r\nII*\r\n--x--\r\n")]
    public async Task Body_that_cannot_be_read_gets_the_error_object_and_leaves_nothing(string type, string body)
    {
        foreach (var path in (string[])[$"{User}/addItem", $"{Item}/update", $"{User}/createService", $"{ArcGisHost.Sharing}/search"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf(path)) { Content = new StringContent(body) };
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

            AssertIsError(await Host.JsonAsync(await Host.SendAsync(request)));
        }

        Assert.False(Directory.Exists(Host.Layout.UploadFolder) && Directory.EnumerateFiles(Host.Layout.UploadFolder).Any());
    }

    private static void AssertIsError(JsonObject answer)
    {
        Assert.Contains((int?)answer["error"]?["code"], (int?[])[400, 404]);
        Assert.False(string.IsNullOrWhiteSpace((string?)answer["error"]!["message"]));
        Assert.IsType<JsonArray>(answer["error"]!["details"]);
        Assert.DoesNotContain("   at ", answer.ToJsonString(), StringComparison.Ordinal);
    }
}
