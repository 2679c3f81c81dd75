using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Rasters;

public sealed class TimeAxisTests
{
    // as cftime 1.6.2 has them
    [Theory]
    [InlineData("days since 2020-01-01", "noleap", new double[] { 0, 31, 59, 60 }, "2020-01-01 2020-02-01 2020-03-01 2020-03-02")]
    [InlineData("days since 2020-01-01", "standard", new double[] { 0, 31, 59, 60 }, "2020-01-01 2020-02-01 2020-02-29 2020-03-01")]
    [InlineData("days since 2020-01-01", null, new double[] { 59 }, "2020-02-29")]
    [InlineData("days since 2020-02-01", "360_day", new double[] { 0, 29, 30 }, "2020-02-01 2020-02-30 2020-03-01")]
    [InlineData("days since 2019-02-28", "all_leap", new double[] { 1, 2 }, "2019-02-29 2019-03-01")]
    [InlineData("days since 1582-10-04", "standard", new double[] { 0, 1 }, "1582-10-04 1582-10-15")]
    [InlineData("days since 1582-10-04", "proleptic_gregorian", new double[] { 0, 11 }, "1582-10-04 1582-10-15")]
    [InlineData("days since 1582-10-14", "julian", new double[] { 0 }, "1582-10-14")]
    [InlineData("days since 2000-01-01", "julian", new double[] { -1, 0, 59, 60 }, "1999-12-31 2000-01-01 2000-02-29 2000-03-01")]
    [InlineData("days since 1600-01-01", "noleap", new double[] { -1 }, "1599-12-31")]
    [InlineData("hours since 1900-01-01 00:00:00.0", "gregorian", new double[] { 1043136, 1043142 }, "2019-01-01T00:00 2019-01-01T06:00")]
    [InlineData("days since 0001-01-01", "standard", new[] { 737424.25 }, "2019-12-30T06:00")]
    [InlineData("seconds since 1970-01-01T00:00:00Z", "standard", new[] { 1577836800.5, 1 }, "2020-01-01T00:00:00.500 1970-01-01T00:00:01.000")]
    [InlineData("minutes since 2020-01-01 00:00 +05:30", "standard", new double[] { 0, 30 }, "2019-12-31T18:30 2019-12-31T19:00")]
    [InlineData("Days Since 1-1-1", "Standard", new double[] { 0 }, "0001-01-01")]
    public void Dates_are_those_of_the_axis_own_calendar(string unit, string? calendar, double[] values, string dates) =>
        Assert.Equal(dates.Split(' '), TimeAxis.Dates(unit, calendar, values));

    [Fact]
    public void An_hour_as_part_of_a_day_is_a_whole_hour() =>
        Assert.Equal(Enumerable.Range(0, 24).Select(hour => $"2020-01-01T{hour:00}:00"), TimeAxis.Dates("days since 1850-01-01", null, [.. Enumerable.Range(0, 24).Select(hour => 62091 + (hour / 24.0))]));

    [Theory]
    [InlineData("months since 2000-01-01", null, 1)]
    [InlineData("years since 2000-01-01", "360_day", 1)]
    [InlineData("days since 2019-02-29", null, 1)]
    [InlineData("days since 2020-02-30", "noleap", 1)]
    [InlineData("days since 1582-10-10", "standard", 1)]
    [InlineData("days since 0000-00-00", null, 1)]
    [InlineData("days since 2020-01-01 25:00", null, 1)]
    [InlineData("days since yesterday", null, 1)]
    [InlineData("hPa", null, 850)]
    [InlineData("", null, 1)]
    [InlineData("days since 2020-01-01", "mayan", 1)]
    [InlineData("days since 2020-01-01", null, double.NaN)]
    [InlineData("days since 2020-01-01", null, double.PositiveInfinity)]
    [InlineData("days since 2020-01-01", null, 1e300)]
    public void What_gives_no_date_is_not_made_one(string unit, string? calendar, double value) => Assert.Null(TimeAxis.Dates(unit, calendar, [value]));

    [Fact]
    public void A_unit_of_a_hostile_length_is_none() => Assert.Null(TimeAxis.Dates("days since 2020-01-01" + new string(' ', 1 << 20) + "x", null, [0]));

    // every day of eight hundred years, by .NET's own calendar
    [Fact]
    public void Days_follow_each_other_as_in_the_calendar_of_NET()
    {
        var start = new DateOnly(1600, 1, 1);
        var days = Enumerable.Range(0, 292_194).ToArray();

        Assert.Equal(days.Select(day => start.AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), TimeAxis.Dates("days since 1600-01-01", null, [.. days.Select(day => (double)day)]));
    }
}
