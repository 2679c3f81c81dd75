using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Reads the parameters of <c>query</c>. What clients send and this service has no use for is left aside; what would change the answer and is not understood is refused.</summary>
internal sealed class LayerQueryParser
{
    private const int MostIds = 100_000;
    private const int MostDigits = 15;
    private static readonly string[] Refused = ["having", "relationParam", "text", "gdbVersion", "historicMoment"];

    private readonly FeatureService _service;
    private readonly RequestParameters _parameters;
    private readonly IRasterRenderer _renderer;
    private readonly List<RequestError> _faults = [];

    private LayerQueryParser(FeatureService service, RequestParameters parameters, IRasterRenderer renderer) => (_service, _parameters, _renderer) = (service, parameters, renderer);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidRequestException">Some cannot be taken; carries all the faults.</exception>
    public static LayerQuery Parse(FeatureService service, RequestParameters parameters, bool isGeoJson, IRasterRenderer renderer)
    {
        var parser = new LayerQueryParser(service, parameters, renderer);
        var query = parser.Read(isGeoJson);
        return parser._faults.Count > 0 ? throw new InvalidRequestException(parser._faults) : query;
    }

    private LayerQuery Read(bool isGeoJson)
    {
        _faults.AddRange(Refused.Where(name => _parameters[name] is not null).Select(name => new RequestError(name, "is not supported here; leave it out.")));
        if (_parameters["distance"] is { } distance && distance.AsSpan().Trim("0.") is not "")
        {
            _faults.Add(new RequestError("distance", "is not supported here; send the polygon around the geometry."));
        }

        var reference = EsriSpatialReference.Parse(_parameters["outSR"], "outSR", _faults) ?? (isGeoJson ? SpatialReference.Wgs84 : _service.Table.Reference);
        reference = _service.Table.Reference is null ? null : Known(reference);
        var isDistinct = Flag("returnDistinctValues", false);
        var statistics = StatisticsParser.Parse(_parameters["outStatistics"], _service.Table, _faults);
        var fields = isDistinct ? Fields("outFields", []) : OutFields();
        var groupBy = statistics.Count > 0 ? Fields("groupByFieldsForStatistics", []) : isDistinct ? fields : [];
        var kind = Flag("returnCountOnly", false) && !Flag("returnExtentOnly", false) ? LayerQueryKind.Count
            : Flag("returnExtentOnly", false) ? LayerQueryKind.Extent
            : Flag("returnIdsOnly", false) ? LayerQueryKind.Ids
            : statistics.Count > 0 || isDistinct ? LayerQueryKind.Summary
            : LayerQueryKind.Features;
        if (isDistinct && statistics.Count == 0 && groupBy.Count == 0)
        {
            _faults.Add(new RequestError("outFields", "must name the fields whose different values are wanted."));
        }

        var asked = Number("resultRecordCount", 0, int.MaxValue);
        var query = new FeatureQuery
        {
            Where = Where(),
            Filter = LayerFilterParser.Parse(_parameters, _service.Table, _faults),
            Ids = Ids(),
            Fields = fields,
            HasGeometry = Flag("returnGeometry", true),
            Target = reference,
            Order = Order(kind == LayerQueryKind.Summary ? [.. groupBy.Select(field => field.Name), .. statistics.Select(statistic => statistic.Name)] : null),
            Offset = Number("resultOffset", 0, long.MaxValue) ?? 0,
            Limit = asked is null or 0 ? FeatureService.MaxRecordCount : Math.Min(asked.Value, FeatureService.MaxRecordCount),
        };
        return new LayerQuery
        {
            Kind = kind, Query = query, Reference = reference, HasCount = Flag("returnCountOnly", false), GroupBy = groupBy, Statistics = statistics, Writing = Writing(reference),
        };
    }

    // One that the projection library does not know is said here, before an answer has begun.
    private SpatialReference? Known(SpatialReference? reference)
    {
        if (reference is null || _service.Table.Reference is not { } own || EsriSpatialReference.AreSame(reference, own))
        {
            return reference;
        }

        try
        {
            _renderer.Transform([(0, 0)], own, reference);
        }
        catch (InvalidRequestException exception)
        {
            _faults.AddRange(exception.Errors.Select(error => new RequestError("outSR", error.Message)));
        }
        catch (RasterAccessException)
        {
            // that a place cannot be projected says nothing of the system
        }

        return reference;
    }

    private FeatureExpression? Where()
    {
        try
        {
            return _parameters["where"] is { } where ? FeatureExpressionParser.Parse(where, _service.Table.Fields, "where") : null;
        }
        catch (InvalidRequestException exception)
        {
            _faults.AddRange(exception.Errors);
            return null;
        }
    }

    private long[]? Ids()
    {
        if (_parameters["objectIds"] is not { } text)
        {
            return null;
        }

        var ids = text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        long[] numbers = [.. ids.Select(id => long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : long.MinValue)];
        if (numbers.Contains(long.MinValue) || numbers.Length > MostIds)
        {
            _faults.Add(new RequestError("objectIds", $"must be whole numbers with commas between them, {MostIds} at most."));
        }

        return numbers;
    }

    private IReadOnlyList<FeatureField> OutFields() => Fields("outFields", _service.ClassField is { } field ? [field] : []);

    // The number of a feature is left out: answers have it anyway.
    private IReadOnlyList<FeatureField> Fields(string name, IReadOnlyList<FeatureField> otherwise)
    {
        if (_parameters[name] is not { } text)
        {
            return otherwise;
        }

        var fields = new List<FeatureField>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "*")
            {
                fields.AddRange(_service.Table.Fields);
            }
            else if (EsriFields.Find(_service.Table, word) is not { } field)
            {
                _faults.Add(NoField(name, word));
            }
            else if (field != EsriFields.Id)
            {
                fields.Add(field);
            }
        }

        return [.. fields.Distinct()];
    }

    private List<FeatureOrder> Order(IReadOnlyList<string>? names)
    {
        var order = new List<FeatureOrder>();
        foreach (var step in (_parameters["orderByFields"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var direction = words.Length == 2 ? words[1].ToUpperInvariant() : "ASC";
            if (words.Length > 2 || direction is not ("ASC" or "DESC"))
            {
                _faults.Add(new RequestError("orderByFields", $"has '{step}'; it must be names of fields with commas between them, each with ASC or DESC behind it or nothing."));
            }
            else if (names is null ? EsriFields.Find(_service.Table, words[0]) is null : !names.Contains(words[0], StringComparer.OrdinalIgnoreCase))
            {
                _faults.Add(names is null ? NoField("orderByFields", words[0])
                    : new RequestError("orderByFields", $"names '{words[0]}'; it can name {string.Join(", ", names)} here."));
            }
            else
            {
                order.Add(new FeatureOrder(words[0], direction == "DESC"));
            }
        }

        return order;
    }

    private RequestError NoField(string parameter, string name) =>
        new(parameter, $"names '{name}', which is no field; there are {string.Join(", ", _service.Table.Fields.Select(field => field.Name).Prepend(FeatureTableDefinition.IdField))}.");

    private RingWriting Writing(SpatialReference? reference) => new()
    {
        MaxOffset = Real("maxAllowableOffset") ?? 0,
        Precision = (int?)Number("geometryPrecision", 0, MostDigits),
        Grid = Grid(reference),
    };

    private CoordinateGrid? Grid(SpatialReference? reference)
    {
        const string Name = "quantizationParameters";
        if (_parameters[Name] is not { } text)
        {
            return null;
        }

        JsonObject? given = null;
        try
        {
            given = LenientJson.Parse(text) as JsonObject;
        }
        catch (FormatException)
        {
            // said below
        }

        var extentFaults = new List<RequestError>();
        var (extent, _) = given?["extent"] is JsonObject envelope ? EsriExtent.Parse(envelope.ToJsonString(), Name, extentFaults) : (Own(reference), null);
        var step = given?["tolerance"] is { } tolerance ? tolerance.AsNumber() : 1;
        var origin = given?["originPosition"].AsText() ?? "upperLeft";
        if (given is null || extentFaults.Count > 0 || step is not > 0 || !double.IsFinite(step.Value) || origin.ToUpperInvariant() is not ("UPPERLEFT" or "LOWERLEFT"))
        {
            _faults.Add(new RequestError(
                Name, "must be JSON such as {\"mode\":\"view\",\"originPosition\":\"upperLeft\",\"tolerance\":1.5,\"extent\":{\"xmin\":0,\"ymin\":0,\"xmax\":10,\"ymax\":10}}, with a tolerance above 0."));
            return null;
        }

        var isFromAbove = origin.Equals("upperLeft", StringComparison.OrdinalIgnoreCase);
        return extent is { } grid ? new CoordinateGrid(grid.XMin, isFromAbove ? grid.YMax : grid.YMin, step.Value, isFromAbove) : null;
    }

    private Extent? Own(SpatialReference? reference)
    {
        if (_service.Table.Extent is not { } extent || _service.Table.Reference is not { } own || reference is null || EsriSpatialReference.AreSame(own, reference))
        {
            return _service.Table.Extent;
        }

        try
        {
            return _renderer.Transform(extent, own, reference);
        }
        catch (RasterAccessException)
        {
            return null;
        }
    }

    private bool Flag(string name, bool otherwise)
    {
        if (_parameters[name] is not { } text)
        {
            return otherwise;
        }

        if (JsonReading.ParseBoolean(text) is { } flag)
        {
            return flag;
        }

        if (_faults.TrueForAll(fault => fault.Field != name))
        {
            _faults.Add(new RequestError(name, "must be true or false."));
        }

        return otherwise;
    }

    private long? Number(string name, long least, long most)
    {
        if (_parameters[name] is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _faults.Add(new RequestError(name, most < int.MaxValue ? $"must be a whole number from {least} to {most}." : $"must be a whole number, {least} or more."));
        return null;
    }

    private double? Real(string name)
    {
        if (_parameters[name] is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number))
        {
            return number;
        }

        _faults.Add(new RequestError(name, "must be a number of map units, 0 or more."));
        return null;
    }
}
