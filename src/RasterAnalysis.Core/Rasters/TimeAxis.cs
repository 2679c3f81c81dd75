using System.Globalization;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Rasters;

/// <summary>Dates of a time axis as the CF conventions write it: numbers since a moment, in a calendar (<c>days since 2020-01-01</c>, <c>noleap</c>).</summary>
public static partial class TimeAxis
{
    /// <summary>Past this many days from the moment that a unit names, a number is taken for no date: four million years.</summary>
    private const double MostDays = 1.5e9;

    private const int MostUnitLength = 200;
    private const long DayMilliseconds = 86_400_000;

    /// <summary>Dates as texts, in the axis' own calendar: <c>2020-02-01</c> where all are midnights, else with the time of day, as short as tells all of it.</summary>
    /// <param name="unit">The unit, for example <c>hours since 1900-01-01 00:00:00</c>. Months and years are no units of time here: how long they are depends on who is asked.</param>
    /// <param name="calendar">CF's word; null for <c>standard</c>.</param>
    /// <param name="values">Numbers in the unit.</param>
    /// <returns>UTC, one for each value; null where unit, calendar or a value gives no date.</returns>
    public static IReadOnlyList<string>? Dates(string unit, string? calendar, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(values);
        if (unit.Length > MostUnitLength || Reference().Match(unit) is not { Success: true } match || UnitMilliseconds(match.Groups["unit"].Value) is not { } length
            || TimeCalendar.Named(calendar ?? "standard") is not { } days || Start(match, days) is not { } start)
        {
            return null;
        }

        // to the millisecond: an hour is no round part of a day
        double[] moments = [.. values.Select(value => Math.Round(start + (value * length)))];
        return moments.All(moment => Math.Abs(moment) <= MostDays * DayMilliseconds) ? Texts([.. moments.Select(moment => (long)moment)], days) : null;
    }

    private static List<string> Texts(long[] moments, TimeCalendar calendar)
    {
        var format = moments.All(moment => Floor(moment).InDay == 0) ? ""
            : moments.All(moment => moment % 60_000 == 0) ? "'T'HH':'mm"
            : moments.All(moment => moment % 1000 == 0) ? "'T'HH':'mm':'ss" : "'T'HH':'mm':'ss'.'fff";
        return [.. moments.Select(moment =>
        {
            var (day, inDay) = Floor(moment);
            var date = calendar.DateOf(day);
            var time = format.Length == 0 ? "" : DateTime.UnixEpoch.AddMilliseconds(inDay).ToString(format, CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}{time}");
        })];
    }

    private static (long Day, long InDay) Floor(long moment)
    {
        var (day, rest) = Math.DivRem(moment, DayMilliseconds);
        return rest < 0 ? (day - 1, rest + DayMilliseconds) : (day, rest);
    }

    // milliseconds since day 0 of the calendar; null where there is no such date or time
    private static double? Start(Match match, TimeCalendar calendar)
    {
        double Number(string group) => match.Groups[group] is { Success: true, Value: { Length: > 0 } text } ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
        var (hour, minute, second) = (Number("hour"), Number("minute"), Number("second"));
        var zone = ((Number("zoneHour") * 60) + Number("zoneMinute")) * (match.Groups["zoneSign"].Value == "-" ? -1 : 1);
        return hour < 24 && minute < 60 && second < 61 && calendar.DayOf((int)Number("year"), (int)Number("month"), (int)Number("day")) is { } day
            ? (day * (double)DayMilliseconds) + ((((hour * 60) + minute - zone) * 60) + second) * 1000
            : null;
    }

    private static double? UnitMilliseconds(string unit) => unit.ToUpperInvariant() switch
    {
        "MS" or "MSEC" or "MSECS" or "MILLISEC" or "MILLISECS" or "MILLISECOND" or "MILLISECONDS" => 1,
        "US" or "MICROSECOND" or "MICROSECONDS" => 1e-3,
        "NS" or "NANOSECOND" or "NANOSECONDS" => 1e-6,
        "S" or "SEC" or "SECS" or "SECOND" or "SECONDS" => 1000,
        "MIN" or "MINS" or "MINUTE" or "MINUTES" => 60_000,
        "H" or "HR" or "HRS" or "HOUR" or "HOURS" => 3_600_000,
        "D" or "DAY" or "DAYS" => DayMilliseconds,
        "W" or "WEEK" or "WEEKS" => 7 * DayMilliseconds,
        _ => null,
    };

    [GeneratedRegex(
        @"^\s*(?<unit>[a-z]{1,20})\s+since\s+(?<year>-?[0-9]{1,5})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
        + @"(?:[T\s]\s*(?<hour>[0-9]{1,2})(?::(?<minute>[0-9]{1,2}))?(?::(?<second>[0-9]{1,2}(?:\.[0-9]{0,9})?))?)?"
        + @"\s*(?:Z|UTC|GMT|(?<zoneSign>[+-])(?<zoneHour>[0-9]{1,2}):?(?<zoneMinute>[0-9]{2})?)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
