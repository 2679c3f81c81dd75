using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>
/// Reads what a user writes about an item: title, description, snippet, tags and so on. A parameter that is blank or missing leaves what is
/// stored; with <c>clearEmptyFields=true</c> one that was sent blank clears it.
/// </summary>
internal sealed class ItemDetailsParser
{
    private const int MaxTitle = 250;
    private const int MaxLine = 2048;
    private const int MaxDescription = 1 << 18;
    private const int MaxTags = 128;
    private const int MaxProperties = 1 << 20;

    private readonly RequestParameters _parameters;
    private readonly List<RequestError> _faults = [];
    private readonly HashSet<string> _cleared;

    private ItemDetailsParser(RequestParameters parameters)
    {
        _parameters = parameters;
        var clears = JsonReading.ParseBoolean(parameters["clearEmptyFields"]) ?? false;
        _cleared = clears
            ? new(parameters.All.Where(pair => string.IsNullOrWhiteSpace(pair.Value)).Select(pair => pair.Key), StringComparer.OrdinalIgnoreCase)
            : [];
    }

    /// <summary>Reads the parameters.</summary>
    /// <returns>The title, null when there is none, and what makes new details of stored ones.</returns>
    /// <exception cref="InvalidRequestException">One of them cannot be taken; carries all the faults.</exception>
    public static (string? Title, Func<ItemDetails, ItemDetails> Change) Parse(RequestParameters parameters) => new ItemDetailsParser(parameters).Parse();

    private (string? Title, Func<ItemDetails, ItemDetails> Change) Parse()
    {
        var title = Text("title", MaxTitle);
        var (snippet, description) = (Text("snippet", MaxLine), Text("description", MaxDescription));
        var (credits, license, culture) = (Text("accessInformation", MaxLine), Text("licenseInfo", MaxDescription), Text("culture", 20));
        var (tags, keywords) = (List("tags"), List("typeKeywords"));
        var (properties, text) = (Properties(), Text("text", int.MaxValue));
        return _faults.Count > 0 ? throw new InvalidRequestException(_faults) : (title, stored => stored with
        {
            Snippet = snippet ?? stored.Snippet,
            Description = description ?? stored.Description,
            AccessInformation = credits ?? stored.AccessInformation,
            LicenseInfo = license ?? stored.LicenseInfo,
            Culture = culture ?? stored.Culture,
            Tags = tags ?? stored.Tags,
            TypeKeywords = keywords ?? stored.TypeKeywords,
            Properties = properties is "" ? null : properties ?? stored.Properties,
            Text = text is "" ? null : text ?? stored.Text,
        });
    }

    /// <summary>The text; empty when it is to be cleared, null when it is to stay.</summary>
    private string? Text(string name, int most)
    {
        if (_parameters[name] is not { } text)
        {
            return name != "title" && _cleared.Contains(name) ? "" : null;
        }

        if (text.Length > most)
        {
            _faults.Add(new RequestError(name, $"has {text.Length} characters; {most} are the most."));
        }

        return text;
    }

    /// <summary>A list, comma-separated or as a JSON array.</summary>
    private string[]? List(string name)
    {
        if (Text(name, MaxDescription) is not { } text)
        {
            return null;
        }

        string[] entries = [.. Entries(text).Select(entry => entry.Trim()).Where(entry => entry.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (entries.Length > MaxTags || entries.Any(entry => entry.Length > MaxTitle))
        {
            _faults.Add(new RequestError(name, $"must have at most {MaxTags} entries of at most {MaxTitle} characters, with commas between them."));
        }

        return entries;
    }

    private static IEnumerable<string> Entries(string text)
    {
        try
        {
            return text.StartsWith('[') && LenientJson.Parse(text) is JsonArray array ? array.Select(entry => entry.AsText() ?? "") : text.Split(',');
        }
        catch (FormatException)
        {
            return text.Split(',');
        }
    }

    /// <summary>The object as JSON text, without tokens: clients keep job addresses there.</summary>
    private string? Properties()
    {
        if (Text("properties", MaxProperties) is not { Length: > 0 } text)
        {
            return _cleared.Contains("properties") ? "" : null;
        }

        try
        {
            if (LenientJson.Parse(text) is JsonObject properties)
            {
                return TokenRedaction.RedactKnown(properties).ToJsonString();
            }

            _faults.Add(new RequestError("properties", "must be a JSON object."));
        }
        catch (FormatException exception)
        {
            _faults.Add(new RequestError("properties", exception.Message));
        }

        return null;
    }
}
