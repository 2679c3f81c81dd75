namespace RasterAnalysis.Rasters;

/// <summary>A calendar of the CF conventions (section 4.4.1): which date a day has, by its number from 1970-01-01 or the calendar's own first day.</summary>
internal sealed class TimeCalendar
{
    /// <summary>The first day of the Gregorian calendar in <c>standard</c>, 1582-10-15, by <see cref="GregorianDay"/>.</summary>
    private const long Reform = -141_427;

    private static readonly int[] MonthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private readonly Func<int, int, int, long> _day;
    private readonly Func<long, (long Year, int Month, int Day)> _date;

    private TimeCalendar(Func<int, int, int, long> day, Func<long, (long, int, int)> date) => (_day, _date) = (day, date);

    /// <summary>The calendar of a name; null for a name that CF does not have.</summary>
    public static TimeCalendar? Named(string name) => name.Trim().ToUpperInvariant() switch
    {
        "STANDARD" or "GREGORIAN" or "" => new(MixedDay, MixedDate),
        "PROLEPTIC_GREGORIAN" => new(GregorianDay, GregorianDate),
        "JULIAN" => new(JulianDay, JulianDate),
        "NOLEAP" or "365_DAY" => new((y, m, d) => (y * 365L) + YearDay(m, d, 28), day => Equal(day, 365, 28)),
        "ALL_LEAP" or "366_DAY" => new((y, m, d) => (y * 366L) + YearDay(m, d, 29), day => Equal(day, 366, 29)),
        "360_DAY" => new((y, m, d) => (y * 360L) + ((m - 1) * 30) + d - 1, day => (FloorDiv(day, 360), (int)(Mod(day, 360) / 30) + 1, (int)(Mod(day, 360) % 30) + 1)),
        _ => null,
    };

    /// <summary>Number of a date's day; null where the calendar has no such date.</summary>
    public long? DayOf(int year, int month, int day) =>
        month is >= 1 and <= 12 && day is >= 1 and <= 31 && _day(year, month, day) is var number && _date(number) == (year, month, day) ? number : null;

    /// <summary>Date of a day.</summary>
    public (long Year, int Month, int Day) DateOf(long day) => _date(day);

    private static long MixedDay(int year, int month, int day) =>
        GregorianDay(year, month, day) is >= Reform and var number ? number : JulianDay(year, month, day);

    private static (long Year, int Month, int Day) MixedDate(long day) => day >= Reform ? GregorianDate(day) : JulianDate(day);

    // years begin in March, so that the day that is put in is the last one
    private static long GregorianDay(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1L : year;
        return (y * 365) + FloorDiv(y, 4) - FloorDiv(y, 100) + FloorDiv(y, 400) + MarchDay(month, day) - 719_468;
    }

    private static (long Year, int Month, int Day) GregorianDate(long day)
    {
        var shifted = day + 719_468;
        var (era, inEra) = (FloorDiv(shifted, 146_097), Mod(shifted, 146_097));
        var year = (inEra - (inEra / 1460) + (inEra / 36_524) - (inEra / 146_096)) / 365;
        return FromMarch((era * 400) + year, (int)(inEra - ((365 * year) + (year / 4) - (year / 100))));
    }

    private static long JulianDay(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1L : year;
        return (y * 365) + FloorDiv(y, 4) + MarchDay(month, day) - 719_470;
    }

    private static (long Year, int Month, int Day) JulianDate(long day)
    {
        var shifted = day + 719_470;
        var (era, inEra) = (FloorDiv(shifted, 1461), Mod(shifted, 1461));
        var year = (inEra - (inEra / 1460)) / 365;
        return FromMarch((era * 4) + year, (int)(inEra - (365 * year)));
    }

    private static int MarchDay(int month, int day) => (((153 * ((month + 9) % 12)) + 2) / 5) + day - 1;

    private static (long Year, int Month, int Day) FromMarch(long year, int dayOfYear)
    {
        var march = ((5 * dayOfYear) + 2) / 153;
        var month = march < 10 ? march + 3 : march - 9;
        return (month <= 2 ? year + 1 : year, month, dayOfYear - (((153 * march) + 2) / 5) + 1);
    }

    private static int YearDay(int month, int day, int february) => MonthDays.Take(month - 1).Sum() + (month > 2 ? february - 28 : 0) + day - 1;

    private static (long Year, int Month, int Day) Equal(long day, int length, int february)
    {
        var (month, rest) = (1, (int)Mod(day, length));
        for (; rest >= Length(month); month++)
        {
            rest -= Length(month);
        }

        return (FloorDiv(day, length), month, rest + 1);

        int Length(int m) => m == 2 ? february : MonthDays[m - 1];
    }

    private static long FloorDiv(long a, long b) => (a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);

    private static long Mod(long a, long b) => a - (FloorDiv(a, b) * b);
}
