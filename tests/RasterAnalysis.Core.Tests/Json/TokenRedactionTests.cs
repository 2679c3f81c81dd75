using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Core.Tests.Json;

public sealed class TokenRedactionTests
{
    [Theory]
    [InlineData("https://a/b?token=s3cret&f=json")]
    [InlineData("https://a/b?f=json&TOKEN=s3cret")]
    [InlineData("https://a/b?sig=s3cret%3D")]
    [InlineData("""{"url":"https://a","token":"s3cret"}""")]
    [InlineData("{url:'https://a', token: 's3cret'}")]
    [InlineData("{'serviceToken':'s3cret'}")]
    public void Redact_TakesTheTokenOut(string text)
    {
        var redacted = TokenRedaction.Redact(text);

        Assert.DoesNotContain("s3cret", redacted, StringComparison.Ordinal);
        Assert.Contains("***", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_GoesIntoObjectsAndLeavesTheRest()
    {
        var redacted = TokenRedaction.Redact(new JsonObject
        {
            ["a"] = new JsonArray(new JsonObject { ["Token"] = "s3cret", ["n"] = 5 }), ["url"] = "https://a?token=s3cret", ["text"] = "a broken token: of words",
        });

        Assert.Equal("""{"a":[{"Token":"***","n":5}],"url":"https://a?token=***","text":"a broken token: of words"}""", redacted.ToJsonString());
    }
}
