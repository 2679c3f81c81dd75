using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Models;

namespace RasterAnalysis.Api.Requests;

/// <summary>The keys of a request, by the models that the OpenAPI document describes it with. A key that nobody reads is refused, with the place where it belongs.</summary>
internal sealed class RequestKeys
{
    private static readonly ConcurrentDictionary<Type, RequestKeys> Known = new();

    private readonly string[] _described;
    private readonly string? _otherwise;
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, RequestKeys[]> _inner;

    private RequestKeys(Type model)
    {
        var members = model.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        _described = [.. members.Select(member => NameOf(member.Name))];
        var more = model.GetCustomAttribute<AlsoTakenAttribute>();
        _taken = new HashSet<string>([.. _described, .. more?.Names ?? []], StringComparer.OrdinalIgnoreCase);
        _otherwise = more?.UnlessThereIs;
        _inner = members.ToDictionary(member => NameOf(member.Name), ModelsOf, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The keys of requests that a model describes.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    public static RequestKeys Of<TModel>() => Of(typeof(TModel));

    /// <summary>
    /// One fault for each key of a body that the model does not have, at any depth. An object that came as a text, as ArcGIS's clients write it, then stands in the body as an object, so that
    /// nobody parses it again.
    /// </summary>
    /// <param name="given">The body, or an object in it.</param>
    /// <param name="path">Where in the body that object stands, with a dot behind it.</param>
    /// <param name="root">The keys of the whole body; null where these are they.</param>
    public List<RequestError> Unknown(JsonObject given, string path = "", RequestKeys? root = null)
    {
        var faults = new List<RequestError>();
        if (given.Any(pair => pair.Key.Equals(_otherwise, StringComparison.OrdinalIgnoreCase)))
        {
            return faults;
        }

        foreach (var (key, value) in given.ToArray())
        {
            if (!_taken.Contains(key))
            {
                faults.Add(new RequestError(path + key, $"is not known here; {(root ?? this).Advice(key) ?? $"known are {string.Join(", ", _described)}"}."));
            }
            else if (_inner.GetValueOrDefault(key) is { Length: > 0 } models && AsObject(value) is { } inner)
            {
                if (inner != value)
                {
                    given[key] = inner;
                }

                // of several things that it may be, the one that knows most of its keys is meant
                var model = models.MaxBy(model => inner.Count(pair => model._taken.Contains(pair.Key)))!;
                faults.AddRange(model.Unknown(inner, $"{path}{key}.", root ?? this));
            }
        }

        return faults;
    }

    private static RequestKeys Of(Type model) => Known.GetOrAdd(model, type => new RequestKeys(type));

    private static string NameOf(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);

    /// <summary>Models that a member may be; none where anything goes.</summary>
    private static RequestKeys[] ModelsOf(PropertyInfo member)
    {
        IReadOnlyList<Type> types = member.GetCustomAttribute<AnyOfAttribute>()?.Types ?? [member.PropertyType];
        return types.Contains(typeof(JsonObject)) ? [] : [.. types.Where(type => type.Assembly == typeof(RequestKeys).Assembly && type.IsClass).Select(Of)];
    }

    /// <summary>Where a key of the body belongs; null when it is known nowhere.</summary>
    private string? Advice(string key) =>
        PlaceOf(key, "") is { } place ? $"it belongs {(place.Contains('.', StringComparison.Ordinal) ? $"in {place[..place.LastIndexOf('.')]}" : "at the top")}, as {place}"
        : ModelArguments.IsKnown(key) && _taken.Contains("modelArguments") ? $"it is an argument of the model and belongs in modelArguments, as modelArguments.{ModelArguments.Canonical(key)}"
        : null;

    private string? PlaceOf(string key, string path) =>
        _described.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } found ? path + found
        : _inner.SelectMany(member => member.Value.Select(model => model.PlaceOf(key, $"{path}{member.Key}."))).FirstOrDefault(place => place is not null);

    // ArcGIS's clients write JSON as text, which is taken here too
    private static JsonObject? AsObject(JsonNode? value)
    {
        try
        {
            return value as JsonObject ?? (value.AsText() is { } text && text.TrimStart().StartsWith('{') ? LenientJson.Parse(text) as JsonObject : null);
        }
        catch (FormatException)
        {
            return null; // the parser says what is wrong with it
        }
    }
}
