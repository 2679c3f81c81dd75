using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

public sealed class EsriExtentTests
{
    [Theory]
    [InlineData("1,2,3,4")]
    [InlineData("1,4,3,2")] // esri-leaflet 3.1 with Leaflet 1.9
    [InlineData("""{"xmin":1,"ymin":4,"xmax":3,"ymax":2}""")]
    public void Parse_with_the_upper_edge_first_is_the_same_rectangle(string text)
    {
        var faults = new List<RequestError>();
        Assert.Equal(new Extent(1, 2, 3, 4), EsriExtent.Parse(text, "bbox", faults).Extent);
        Assert.Empty(faults);
    }
}
