using System.Globalization;

namespace RasterAnalysis.Gdal;

/// <summary>Version of libgdal.</summary>
public readonly record struct GdalVersion(int Major, int Minor, int Revision) : IComparable<GdalVersion>
{
    /// <summary>The lowest version that the imports are written for.</summary>
    public static GdalVersion Lowest { get; } = new(3, 6, 0);

    /// <summary>The highest minor version that the packages of the build are known to bring.</summary>
    public static GdalVersion HighestKnown { get; } = new(3, 12, 0);

    /// <summary>Whether the version is newer than any that this code knows of: it should work, and is worth a warning.</summary>
    public bool IsNewerThanKnown => Major > HighestKnown.Major || (Major == HighestKnown.Major && Minor > HighestKnown.Minor);

    /// <inheritdoc/>
    public int CompareTo(GdalVersion other) => (Major, Minor, Revision).CompareTo((other.Major, other.Minor, other.Revision));

    /// <summary>Whether the left version is the older one.</summary>
    public static bool operator <(GdalVersion left, GdalVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left version is the newer one.</summary>
    public static bool operator >(GdalVersion left, GdalVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left version is not the newer one.</summary>
    public static bool operator <=(GdalVersion left, GdalVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left version is not the older one.</summary>
    public static bool operator >=(GdalVersion left, GdalVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Revision}");

    // VERSION_NUM is MMmmrrbb: 3060200 is 3.6.2.
    internal static GdalVersion FromVersionNumber(int number) => new(number / 1000000, number / 10000 % 100, number / 100 % 100);
}
