using System.Globalization;

namespace RasterAnalysis.Accuracy;

/// <summary>Finds the classes of a map that references mean: by name or by value.</summary>
public sealed class ReferenceClasses
{
    private const int MostNamed = 40;
    private readonly IReadOnlyList<(long Value, string Name)> _classes;
    private readonly Dictionary<string, long> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byNameOfAnyCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<long> _values;

    /// <summary>Takes the classes of the map.</summary>
    public ReferenceClasses(IReadOnlyList<(long Value, string Name)> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        _classes = classes;
        _values = [.. classes.Select(c => c.Value)];
        foreach (var (value, name) in classes)
        {
            _byName.TryAdd(name, value);
            _byNameOfAnyCase.TryAdd(name, value);
        }
    }

    /// <summary>All of them in words, for errors.</summary>
    public string Words =>
        string.Join(", ", _classes.Take(MostNamed).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Name}"))) + (_classes.Count > MostNamed ? " and others" : "");

    /// <summary>The value of a class that is named, or given by its value; null when there is none.</summary>
    public long? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _byName.TryGetValue(text, out var value) || _byNameOfAnyCase.TryGetValue(text, out value) ? value
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Find(number) : null;
    }

    /// <summary>The value of a class that is given by its value; null when there is none.</summary>
    public long? Find(double value) => value is >= -1e15 and <= 1e15 && Math.Floor(value) == value && _values.Contains((long)value) ? (long)value : null;

    /// <summary>The value of a class that is named; null when there is none.</summary>
    public long? FindName(string name) => _byName.TryGetValue(name, out var value) || _byNameOfAnyCase.TryGetValue(name, out value) ? value : null;
}
