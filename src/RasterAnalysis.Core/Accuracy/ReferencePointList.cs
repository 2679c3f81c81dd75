using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Accuracy;

// Points as they are read, with the faults that they have.
internal sealed partial class ReferencePointList(ReferenceClasses classes)
{
    // the usual names of the field, in the order in which they are looked for; className is what a sample calls the class of the map
    public static readonly string[] UsualFields = ["reference", "class", "classValue", "label"];

    private const int MostFaults = 10;
    private const string Field = "reference";
    private readonly List<double> _x = [];
    private readonly List<double> _y = [];
    private readonly List<long> _values = [];
    private readonly List<RequestError> _faults = [];
    private int _unlabelled;

    // place: words for the point, for faults. label: null where it has none.
    public void Add(string place, double x, double y, string? label)
    {
        if (_x.Count + _unlabelled >= ReferenceFile.MostPoints)
        {
            throw new InvalidRequestException(Field, string.Create(CultureInfo.InvariantCulture, $"has more than {ReferenceFile.MostPoints} points, which is the most that is taken."));
        }

        if (!double.IsFinite(x) || !double.IsFinite(y))
        {
            Fail(place, "has no coordinates that are numbers");
        }
        else if (string.IsNullOrWhiteSpace(label))
        {
            _unlabelled++;
        }
        else if (classes.Find(label.Trim()) is { } value)
        {
            _x.Add(x);
            _y.Add(y);
            _values.Add(value);
        }
        else
        {
            Fail(place, $"is of the class '{(label.Length > 60 ? $"{label[..60]}…" : label)}', which the raster does not have; its classes are {classes.Words}");
        }
    }

    public void Fail(string place, string what)
    {
        _faults.Add(new RequestError(Field, $"{place} {what}."));
        if (_faults.Count >= MostFaults)
        {
            throw new InvalidRequestException(_faults);
        }
    }

    public ReferencePoints Finish(SpatialReference? reference) =>
        _faults.Count > 0 ? throw new InvalidRequestException(_faults)
        : _x.Count > 0 ? new ReferencePoints([.. _x], [.. _y], [.. _values], reference, _unlabelled)
        : throw new InvalidRequestException(Field, _unlabelled > 0
            ? $"has {_unlabelled} points, but none says what class it is of; write that into the field '{UsualFields[0]}' of each."
            : "has no points.");

    // EPSG:32633, urn:ogc:def:crs:EPSG::32633, 32633, CRS84 or a well-known text.
    public static SpatialReference ReferenceOf(string text, string field)
    {
        if (text.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase))
        {
            return SpatialReference.Wgs84;
        }

        var code = Code().Match(text.Trim());
        return code.Success && int.TryParse(code.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var wkid) ? new SpatialReference(wkid, null)
            : text.Contains('[', StringComparison.Ordinal) ? new SpatialReference(null, text)
            : throw new InvalidRequestException(field, $"is '{(text.Length > 60 ? $"{text[..60]}…" : text)}'; it must name a coordinate system as EPSG:32633, or be a well-known text.");
    }

    [GeneratedRegex(@"^(?:(?:urn:ogc:def:crs:)?(?:EPSG|ESRI):(?:[\d.]*:)?)?(\d{4,6})$", RegexOptions.IgnoreCase)]
    private static partial Regex Code();
}
