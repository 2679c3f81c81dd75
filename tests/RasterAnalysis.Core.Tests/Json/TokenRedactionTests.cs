using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Core.Tests.Json;

public sealed class TokenRedactionTests
{
    private const string Signed = "https://b.s3.amazonaws.com/scene.tif?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=s3cret%2F20261127&X-Amz-Expires=600&X-Amz-Signature=s3cret";

    [Theory]
    [InlineData("https://a/b?token=s3cret&f=json")]
    [InlineData("https://a/b?f=json&TOKEN=s3cret")]
    [InlineData("https://a/b?sig=s3cret%3D")]
    [InlineData("""{"url":"https://a","token":"s3cret"}""")]
    [InlineData("{url:'https://a', token: 's3cret'}")]
    [InlineData("{'serviceToken':'s3cret'}")]
    [InlineData("a/b?token=s3cret")]
    [InlineData(Signed)]
    [InlineData("https://storage.googleapis.com/b/o.tif?X-Goog-Signature=s3cret&X-Goog-Credential=s3cret")]
    [InlineData("https://d1.cloudfront.net/o.tif?Policy=s3cret~__&Signature=s3cret&Key-Pair-Id=s3cret")]
    [InlineData("https://a.blob.core.windows.net/c/o.tif?sv=2024&sig=s3cret&se=2026")]
    [InlineData("https://user:s3cret@host.example/o.tif")]
    [InlineData("https://s3cret@host.example/o.tif")]
    [InlineData("ftp://user:s3cret@host.example/o.tif")]
    [InlineData("https://host.example/o.tif?s3cret")]
    [InlineData("https://host.example/o.tif#access_token=s3cret")]
    [InlineData("https://host.example/o.tif?f=json;key=s3cret")]
    [InlineData("https://host.example/o.tif?a=1&amp;key=s3cret")]
    [InlineData("""{"url":"https://host.example/o.tif?a=1\u0026key=s3cret"}""")]
    [InlineData("""{"url":"https:\/\/user:s3cret@host.example\/o.tif?key=s3cret"}""")]
    [InlineData("""{\"url\":\"https://host.example/o.tif?key=s3cret\"}""")]
    public void Redact_takes_out_what_lets_others_in(string text)
    {
        var redacted = TokenRedaction.Redact(text);

        Assert.DoesNotContain("s3cret", redacted, StringComparison.Ordinal);
        Assert.Contains("***", redacted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://host.example:8443/a/b.tif")]
    [InlineData("https://host.example/rest/services/a/ImageServer?f=json&bbox=1,2,3,4&size=400,300")]
    [InlineData("Bands 1, 2 and 3 (a:b) of red/green?")]
    [InlineData("mail@host.example wrote: see http://host.example/page")]
    public void Redact_leaves_the_rest(string text) => Assert.Equal(text, TokenRedaction.Redact(text));

    [Fact]
    public void Redact_keeps_the_text_around_an_address() => Assert.Equal(
        "https://host.example/o.tif?key=*** answered 403; see {\"url\":\"https://***@b/c\",\"n\":1}",
        TokenRedaction.Redact("https://host.example/o.tif?key=s3cret answered 403; see {\"url\":\"https://me:pw@b/c\",\"n\":1}"));

    [Fact]
    public void RedactAddress_takes_all_of_the_text_for_one() => Assert.Equal(
        "https://host.example/o.tif?a=***&b=***", TokenRedaction.RedactAddress("https://host.example/o.tif?a=s3 cr\"et&b='s3cret' and more"));

    [Fact]
    public void Redact_goes_into_objects_and_leaves_the_rest()
    {
        var redacted = TokenRedaction.Redact(new JsonObject
        {
            ["a"] = new JsonArray(new JsonObject { ["Token"] = "s3cret", ["n"] = 5 }), ["url"] = "https://a?token=s3cret", ["text"] = "a broken token: of words",
            ["spaced"] = "https://a/b?key=s3 cret", ["password"] = "s3cret",
        });

        Assert.Equal("""{"a":[{"Token":"***","n":5}],"url":"https://a?token=***","text":"a broken token: of words","spaced":"https://a/b?key=***","password":"***"}""", redacted.ToJsonString());
    }

    [Fact]
    public void RedactKnown_leaves_a_clients_own_parameters()
    {
        var redacted = TokenRedaction.RedactKnown(new JsonObject { ["layer"] = "https://a/b?layer=3&token=s3cret", ["signed"] = Signed });

        Assert.Equal("https://a/b?layer=3&token=***", (string)redacted["layer"]!);
        Assert.DoesNotContain("s3cret", redacted.ToJsonString(), StringComparison.Ordinal);
    }
}
