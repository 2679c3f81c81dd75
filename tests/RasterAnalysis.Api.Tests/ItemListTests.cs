using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Api.Tests;

/// <summary><c>GET /items</c> finds items, and says how many there are and where the rest is.</summary>
public sealed class ItemListTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _http = _host.CreateClient();
        await AddAsync("olinda-north.tif", "Olinda north", "brazil");
        await AddAsync("olinda-south.tif", "Olinda south", "brazil");
        await AddAsync("recife.tif", "Recife", "");
        var package = TestPackages.Package(TestPackages.Definition([(0, "Low", [1, 2, 3]), (1, "High", [4, 5, 6])]), TinyNetworks.CopyBand(2));
        await AddAsync("olinda.dlpk", "Classes of Olinda", "", package);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("", "Classes of Olinda, Recife, Olinda south, Olinda north")]
    [InlineData("?type=Image%20Service", "Recife, Olinda south, Olinda north")]
    [InlineData("?type=deep%20learning%20package", "Classes of Olinda")]
    [InlineData("?q=OLINDA", "Classes of Olinda, Olinda south, Olinda north")]
    [InlineData("?q=north%20olinda", "Olinda north")]
    [InlineData("?q=recife.tif", "Recife")]
    [InlineData("?q=nothing", "")]
    [InlineData("?folder=Brazil", "Olinda south, Olinda north")]
    [InlineData("?type=Image%20Service&q=olinda&folder=brazil&take=1", "Olinda south")]
    public async Task Items_are_found_by_type_words_and_folder(string query, string expected) =>
        Assert.Equal(expected, string.Join(", ", (await _http.GetFromJsonAsync<JsonArray>($"api/v1/items{query}"))!.Select(item => (string)item!["title"]!)));

    [Fact]
    public async Task The_rest_of_a_list_is_behind_its_link()
    {
        var (titles, address) = (new List<string>(), (string?)"api/v1/items?q=olinda&take=2");
        while (address is not null)
        {
            using var response = await _http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
            titles.AddRange((await response.Content.ReadFromJsonAsync<JsonArray>())!.Select(item => (string)item!["title"]!));
            Assert.Equal(3, int.Parse(response.Headers.GetValues("X-Total-Count").Single(), CultureInfo.InvariantCulture));
            address = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(["Classes of Olinda", "Olinda south", "Olinda north"], titles);
    }

    [Theory]
    [InlineData("?type=Map", "type")]
    [InlineData("?sort=title", "sort")]
    public async Task What_cannot_be_asked_for_is_refused(string query, string field)
    {
        using var response = await _http.GetAsync(new Uri($"api/v1/items{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![0]!["field"]!);
    }

    private async Task AddAsync(string file, string title, string folder, byte[]? content = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(content ?? TiffFile.Byte(8, 8, 1, (_, _, _) => 1)), "file", file }, { new StringContent(title), "title" }, { new StringContent(folder), "folder" },
        };
        using var response = await _http.PostAsync(new Uri("api/v1/items", UriKind.Relative), form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
