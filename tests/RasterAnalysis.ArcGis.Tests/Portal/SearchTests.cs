using System.Globalization;
using CsCheck;
using RasterAnalysis.ArcGis.Portal.Searching;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Catalog;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

public sealed class SearchTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private ArcGisHost Host => shared.Host;

    private static readonly CatalogItem[] Items =
    [
        Some.Ortho with { Details = new ItemDetails { Tags = ["airborne", "2024"], Snippet = "The harbour from the air" } },
        Some.LandCover with { Title = "Land cover of the harbour", Owner = "bob" },
        Some.Model with { Title = "Land-cover network", Details = new ItemDetails { Description = "Finds roads." } },
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", "\"", ":", "-", "!", "+", " ", "AND", "OR", "NOT", "&&", "||", "*", "?", "title", "type:", "land", "[", "{", "\\", "\0", "é", "😀",
    ];

    [Theory]
    [InlineData("harbour", "Ortho,LandCover")]
    [InlineData("HARBOUR", "Ortho,LandCover")]
    [InlineData("harb*", "Ortho,LandCover")]
    [InlineData("harb", "")]
    [InlineData("h?rbour -air", "LandCover")]
    [InlineData("land cover", "LandCover,Model")]
    [InlineData("\"land cover\"", "LandCover,Model")]
    [InlineData("\"cover land\"", "")]
    [InlineData("type:\"Deep Learning Package\"", "Model")]
    [InlineData("type:\"image service\"", "Ortho,LandCover")]
    [InlineData("type:\"Image Service\" AND owner:admin", "Ortho")]
    [InlineData("owner:bob OR roads", "LandCover,Model")]
    [InlineData("owner:(bob OR eve)", "LandCover")]
    [InlineData("NOT type:\"Image Service\"", "Model")]
    [InlineData("-type:\"Image Service\" land", "Model")]
    [InlineData("(harbour AND owner:bob) OR tags:2024", "Ortho,LandCover")]
    [InlineData("id:fedcba9876543210fedcba9876543210", "Model")]
    [InlineData("id: fedcba9876543210fedcba9876543210", "Model")]
    [InlineData("title:ortho", "Ortho")]
    [InlineData("name:landcover", "LandCover")]
    [InlineData("typekeywords:\"Deep Learning\"", "Model")]
    [InlineData("harbour AND (accountid:0123456789ABCDEF)", "Ortho,LandCover")]
    [InlineData("orgid:other", "")]
    [InlineData("group:abc", "")]
    [InlineData("snippet:*", "Ortho")]
    [InlineData("land - cover", "LandCover,Model")]
    [InlineData("*", "Ortho,LandCover,Model")]
    [InlineData("access:public && tags:airborne || tags:none", "Ortho")]
    public void Query_finds_what_it_says(string query, string expected)
    {
        var condition = SearchQueryParser.Parse(query, "q");
        Assert.Equal(expected, string.Join(',', Items.Where(condition.Matches).Select(item => item.ServiceName ?? "Model")));
    }

    [Theory]
    [InlineData("colour:red", "q: names the field 'colour'; known are ")]
    [InlineData("http://host/x", "q: names the field 'http'; known are ")]
    [InlineData("created:[1 TO 2]", "q: names the field 'created'")]
    [InlineData("title:[a TO b]", "q: has a range")]
    [InlineData("\"land", "q: has a quotation mark that is not closed.")]
    [InlineData("(land", "q: has a bracket that is not closed.")]
    [InlineData("land)", "q: has a closing bracket too many.")]
    [InlineData("land AND", "q: ends where a word is expected")]
    [InlineData("land OR", "q: ends where a word is expected")]
    [InlineData("()", "q: ends where a word is expected, or has an empty bracket.")]
    [InlineData("title:", "q: ends where a word is expected")]
    [InlineData("title:\"\"", "q: has no word after 'title:'.")]
    [InlineData("title:-x", "q: has a sign after 'title:'; it goes before the field.")]
    [InlineData("title:(owner:x)", "q: names the field 'owner'")]
    public async Task Query_that_is_not_understood_is_refused_with_the_reason(string query, string detail)
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/search?f=json&q={Uri.EscapeDataString(query)}");
        Assert.Equal(400, (int?)answer["error"]?["code"]);
        Assert.StartsWith(detail, Assert.Single(EsriAssert.Details(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public void Query_of_many_brackets_is_refused() => Assert.Throws<InvalidRequestException>(() => SearchQueryParser.Parse(new string('(', 5000), "q"));

    [Fact]
    public void Query_of_any_text_is_understood_or_refused() =>
        Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece])
            .Array[0, 14].Select(string.Concat).Sample(query =>
            {
                try
                {
                    _ = Items.Count(SearchQueryParser.Parse(query, "q").Matches);
                }
                catch (InvalidRequestException exception)
                {
                    Assert.Equal("q", Assert.Single(exception.Errors).Field);
                }
            });

    [Fact]
    public async Task Pages_together_are_all_in_the_order_asked_for()
    {
        for (var i = 0; i < 25; i++)
        {
            Host.Catalog.Add(Some.Model with { Id = $"{i:D32}", Title = string.Create(CultureInfo.InvariantCulture, $"Net {i:D2}"), Size = i });
        }

        var titles = new List<string>();
        var start = 1;
        do
        {
            var page = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/search?f=json&q=title:net&num=10&start={start}&sortField=size&sortOrder=desc");
            Assert.Equal((25, start), ((int)page["total"]!, (int)page["start"]!));
            titles.AddRange(page["results"]!.AsArray().Select(item => (string)item!["title"]!));
            start = (int)page["nextStart"]!;
        }
        while (start > 0);
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"Net {i:D2}"), titles);
        Assert.Equal(-1, start);
    }

    [Fact]
    public async Task Filter_narrows_the_query()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/search?f=json&q=owner:admin%20AND%20title:model&filter=type:%22Deep%20Learning%20Package%22");
        Assert.Equal([Some.ModelId], answer["results"]!.AsArray().Select(item => (string)item!["id"]!));
    }
}
