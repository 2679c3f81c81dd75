using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// The parameters of a request, from its query and its form; the form wins. Names are taken in any case. A blank, <c>#</c> or <c>null</c>
/// is unset: clients send these for what their user left empty.
/// </summary>
internal sealed class RequestParameters
{
    private const int MaxCount = 256;
    private const int MaxNameLength = 256;
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private RequestParameters()
    {
    }

    /// <summary>A parameter's text without surrounding blanks; null when it is not set.</summary>
    public string? this[string name] =>
        _values.TryGetValue(name, out var value) && value.Trim() is not ("" or "#" or "null") and var text ? text : null;

    /// <summary>Every parameter as it was sent, each name once.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _values;

    /// <summary>The parameters as texts in an object, for the parsers in Core.</summary>
    public JsonObject ToJsonObject() => new(_values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    /// <summary>Parameters that are known already; of two with one name the first holds.</summary>
    public static RequestParameters Of(IEnumerable<KeyValuePair<string, string>> values)
    {
        var parameters = new RequestParameters();
        foreach (var (name, value) in values)
        {
            parameters._values.TryAdd(name, value);
        }

        return parameters;
    }

    /// <summary>Reads query and form.</summary>
    /// <param name="request">The request; its body is read to the end.</param>
    /// <param name="maxBytes">Most bytes of the body.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidRequestException">The body is no form, is too large or holds files.</exception>
    public static async Task<RequestParameters> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (UploadedForm.IsIn(request))
        {
            var form = new UploadedForm(folder: null, maxFileBytes: 0, maxBytes);
            await form.ReadAsync(request, cancellationToken);
            return Of(form.Fields, request.Query);
        }

        var parameters = new RequestParameters();
        if (request.HasFormContentType)
        {
            parameters.Add(await ReadFormAsync(request, maxBytes, cancellationToken));
        }
        else if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            throw new InvalidRequestException(
                "Content-Type", "must be application/x-www-form-urlencoded or multipart/form-data; JSON goes to the native API, /api/v1.");
        }

        // after the form, because the first value of a name stays
        parameters.Add(request.Query);
        return parameters;
    }

    /// <summary>The parameters of a form that was read elsewhere, and of the query.</summary>
    public static RequestParameters Of(IEnumerable<KeyValuePair<string, string>> form, IQueryCollection query)
    {
        var parameters = new RequestParameters();
        parameters.Add(form.Select(field => KeyValuePair.Create(field.Key, new StringValues(field.Value))));
        parameters.Add(query);
        return parameters;
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            throw new InvalidRequestException("body", $"is larger than {maxBytes} bytes, the most that is taken.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        // the framework throws at a charset that it refuses, and reads one that it does not know as UTF-8
        FormText.EncodingOf(request.ContentType);
        try
        {
            return await request.ReadFormAsync(FormLimits(maxBytes), cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            // what the framework throws for a form that is too long, badly encoded or cut off
            throw new InvalidRequestException("body", $"cannot be read as a form: {exception.Message}");
        }
    }

    private static FormOptions FormLimits(int maxBytes) => new()
    {
        KeyLengthLimit = MaxNameLength,
        ValueCountLimit = MaxCount,
        ValueLengthLimit = maxBytes,
        MultipartBodyLengthLimit = maxBytes,
    };

    private void Add(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        foreach (var (name, values) in pairs)
        {
            _values.TryAdd(name, values.FirstOrDefault() ?? "");
        }
    }
}
