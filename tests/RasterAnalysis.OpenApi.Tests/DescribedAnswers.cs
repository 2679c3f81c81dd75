using System.Text.Json.Nodes;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The answers that a document describes, and which of them were seen.</summary>
internal sealed class DescribedAnswers(JsonNode document)
{
    private readonly HashSet<(string Call, string Status)> _seen = [];

    /// <summary>Every call by method and path.</summary>
    public IEnumerable<(HttpMethod Method, string Path)> Calls =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(call => (new HttpMethod(call.Key.ToUpperInvariant()), path.Key)));

    /// <summary>Answers that are described and have not come.</summary>
    public IEnumerable<(string Call, string Status)> NeverSeen => Calls
        .SelectMany(call => document["paths"]![call.Path]![Key(call.Method)]!["responses"]!.AsObject().Select(answer => ($"{call.Method} {call.Path}", answer.Key))).Where(answer => !_seen.Contains(answer));

    /// <summary>Fails unless an answer is described: its status, its media type, and each member of its JSON.</summary>
    /// <param name="method">How it was asked.</param>
    /// <param name="path">Path below <c>/api/v1/</c>.</param>
    /// <param name="response">The answer.</param>
    /// <returns>Its JSON; null where it is none.</returns>
    public async Task<JsonNode?> CheckAsync(HttpMethod method, string path, HttpResponseMessage response)
    {
        var template = document["paths"]!.AsObject().Select(pair => pair.Key).First(known => Fits(known, $"/api/v1/{path.Split('?')[0]}"));
        var (call, status) = ($"{method} {template}", $"{(int)response.StatusCode}");
        var answer = document["paths"]![template]![Key(method)]!["responses"]![status];
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer is not null, $"{call} ({path}) answers {status}, which is not described: {text}");
        _seen.Add((call, status));
        var type = response.Content.Headers.ContentType?.MediaType;
        if (answer["content"] is not JsonObject content)
        {
            Assert.True(text.Length == 0, $"{call} answers {status} with a body, which is not described: {text}");
            return null;
        }

        Assert.True(type is not null && content.ContainsKey(type), $"{call} answers {status} as {type}; described are {string.Join(", ", content.Select(pair => pair.Key))}.");
        foreach (var (name, _) in answer["headers"]?.AsObject() ?? [])
        {
            Assert.True(response.Headers.Concat(response.Content.Headers).Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)), $"{call} answers {status} without {name}.");
        }

        if (!type.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        var body = JsonNode.Parse(text);
        Assert.Empty(new SchemaCheck(document).Faults(content[type]!["schema"]!, body, $"{call} {status}"));
        return body;
    }

    private static string Key(HttpMethod method) => method.Method.ToLowerInvariant();

    private static bool Fits(string template, string path)
    {
        var (known, given) = (template.Split('/'), path.Split('/'));
        return known.Length == given.Length && known.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
