using System.Globalization;

namespace RasterAnalysis.Locality;

/// <summary>A rational number in lowest terms, so that strides and offsets are exact.</summary>
internal readonly record struct Fraction : IComparable<Fraction>
{
    private readonly long _denominatorLessOne;

    public Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        var sign = denominator < 0 ? -1 : 1;
        var common = Math.Max(1, GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator)));
        Numerator = sign * numerator / common;
        _denominatorLessOne = (sign * denominator / common) - 1;
    }

    public long Numerator { get; }

    public long Denominator => _denominatorLessOne + 1;

    public static implicit operator Fraction(long whole) => new(whole, 1);

    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) => a + (-b);

    public static Fraction operator -(Fraction a) => new(-a.Numerator, a.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    public static Fraction Min(Fraction a, Fraction b) => a < b ? a : b;

    public static Fraction Max(Fraction a, Fraction b) => a > b ? a : b;

    /// <summary>The greatest whole number that is not above this one.</summary>
    public long Floor() => Numerator >= 0 || Numerator % Denominator == 0 ? Numerator / Denominator : (Numerator / Denominator) - 1;

    /// <summary>The least whole number that is not below this one.</summary>
    public long Ceiling() => -(-this).Floor();

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public static long LeastCommonMultiple(long a, long b) => a / GreatestCommonDivisor(a, b) * b;

    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
