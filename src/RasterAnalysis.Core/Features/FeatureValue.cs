using System.Globalization;

namespace RasterAnalysis.Features;

/// <summary>A value of a field: a whole number, a number, a text, or none.</summary>
public readonly struct FeatureValue : IEquatable<FeatureValue>
{
    private readonly long _integer;
    private readonly double _real;

    private FeatureValue(FeatureFieldType type, long integer, double real, string? text) => (Type, _integer, _real, Text) = (type, integer, real, text);

    /// <summary>No value.</summary>
    public static FeatureValue Null => default;

    /// <summary>What it is; null for no value.</summary>
    public FeatureFieldType? Type { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => Type is null;

    /// <summary>The whole number.</summary>
    public long Integer => Type == FeatureFieldType.Integer ? _integer : throw new InvalidOperationException("It is no whole number.");

    /// <summary>The number, whole or not.</summary>
    public double Number => Type switch
    {
        FeatureFieldType.Integer => _integer,
        FeatureFieldType.Real => _real,
        _ => throw new InvalidOperationException("It is no number."),
    };

    /// <summary>The text; null for what is none.</summary>
    public string? Text { get; }

    /// <summary>A whole number.</summary>
    public static FeatureValue Of(long value) => new(FeatureFieldType.Integer, value, 0, null);

    /// <summary>A number.</summary>
    public static FeatureValue Of(double value) => new(FeatureFieldType.Real, 0, value, null);

    /// <summary>A text; no value for null.</summary>
    public static FeatureValue Of(string? value) => value is null ? Null : new(FeatureFieldType.Text, 0, 0, value);

    /// <summary>A whole number.</summary>
    public static implicit operator FeatureValue(long value) => Of(value);

    /// <summary>A number.</summary>
    public static implicit operator FeatureValue(double value) => Of(value);

    /// <summary>A text; no value for null.</summary>
    public static implicit operator FeatureValue(string? value) => Of(value);

    /// <summary>Whether type and value are the same.</summary>
    public static bool operator ==(FeatureValue left, FeatureValue right) => left.Equals(right);

    /// <summary>Whether type or value differ.</summary>
    public static bool operator !=(FeatureValue left, FeatureValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(FeatureValue other) => Type == other.Type && _integer == other._integer && _real.Equals(other._real) && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeatureValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _integer, _real, Text);

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        null => "null",
        FeatureFieldType.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        FeatureFieldType.Real => _real.ToString("R", CultureInfo.InvariantCulture),
        _ => $"'{Text}'",
    };
}
