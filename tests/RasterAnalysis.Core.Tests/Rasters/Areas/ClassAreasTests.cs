using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Core.Tests.Rasters.Areas;

public sealed class ClassAreasTests
{
    private static readonly ClassAreas One = new([new(1, "Water", 10, 900), new(2, "Forest", 30, 2100)], 5, 400, AreaMethod.ArealScale, "By scale.");
    private static readonly ClassAreas Other = new([new(1, "Water", 1, 100), new(7, "Town", 2, 300)], 1, 50, AreaMethod.ArealScale, "By scale.");
    private static readonly ClassAreas Unknown = new([new(1, "Water", 4, null)], 0, null, null, "Not known.");

    [Fact]
    public void A_share_is_of_the_area_and_of_pixels_where_there_is_none()
    {
        Assert.Equal([0.3, 0.7], One.Classes.Select(One.ShareOf));
        Assert.Equal([1.0], Unknown.Classes.Select(Unknown.ShareOf));
        Assert.Equal(0, (Unknown with { Classes = [new(1, "Water", 0, null)] }).ShareOf(new(1, "Water", 0, null)));
    }

    [Fact]
    public void Rasters_are_added_up_class_by_class()
    {
        var sum = ClassAreas.Sum([One, Other]);

        Assert.Equal([new(1, "Water", 11, 1000), new(2, "Forest", 30, 2100), new(7, "Town", 2, 300)], sum.Classes);
        Assert.Equal((6, 450.0, AreaMethod.ArealScale), (sum.NoDataPixels, sum.NoDataSquareMetres!.Value, sum.Method!.Value));
        Assert.Equal("By scale. The 2 rasters are added up.", sum.Note);
        Assert.Same(One, ClassAreas.Sum([One]));
    }

    [Fact]
    public void One_raster_without_areas_leaves_the_sum_without()
    {
        var sum = ClassAreas.Sum([One, Unknown]);

        Assert.Equal([new(1, "Water", 14, null), new(2, "Forest", 30, null)], sum.Classes);
        Assert.Equal((5L, null, null, "Not known."), (sum.NoDataPixels, sum.NoDataSquareMetres, sum.Method, sum.Note));
    }

    [Fact]
    public void Zones_of_several_rasters_are_added_up_and_lie_outside_where_they_lie_outside_of_each()
    {
        ZoneClassAreas[] here = [new(4, "North", ZoneFit.Partly, One), new(5, null, ZoneFit.Outside, One), new(6, null, ZoneFit.Outside, One), new(7, null, ZoneFit.Outside, One)];
        ZoneClassAreas[] there = [new(4, "North", ZoneFit.Outside, Other), new(5, null, ZoneFit.Outside, Other), new(6, null, ZoneFit.BetweenCentres, Other), new(7, null, ZoneFit.Within, Other)];

        var sum = ZoneClassAreas.Sum([here, there]);

        Assert.Equal([(4, "North", ZoneFit.Within), (5, null, ZoneFit.Outside), (6, null, ZoneFit.BetweenCentres), (7, null, ZoneFit.Within)], sum.Select(zone => (zone.Id, zone.Name, zone.Fit)));
        Assert.Equal(ClassAreas.Sum([One, Other]).Classes, sum[0].Areas.Classes);
        Assert.Same(here, ZoneClassAreas.Sum([here]));
    }

    [Fact]
    public void Methods_that_differ_are_none_and_both_are_said()
    {
        var sum = ClassAreas.Sum([One, Other with { Method = AreaMethod.ZoneBetweenParallels, Note = "By zones." }]);

        Assert.Null(sum.Method);
        Assert.Equal("By scale. By zones. The 2 rasters are added up.", sum.Note);
        Assert.Equal(1000, sum.Classes[0].SquareMetres);
    }

    [Theory]
    [InlineData(0, 0, "0.0 ha")]
    [InlineData(812.31, 812.31, "812.3 m²")]
    [InlineData(12345678, 12345678, "1,234.6 ha")]
    [InlineData(1234567890, 1234567890, "1,234.6 km²")]
    [InlineData(12345678, 1234567890, "12.3 km²")]
    [InlineData(812.31, 12345678, "0.1 ha")]
    public void Areas_that_stand_together_are_in_the_unit_of_the_largest(double squareMetres, double largest, string text) => Assert.Equal(text, AreaText.Of(squareMetres, largest));
}
