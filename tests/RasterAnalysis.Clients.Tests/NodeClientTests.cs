using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>Clients that were written for ArcGIS, against the service as it is built. Each script looks at what its user would see.</summary>
public sealed class NodeClientTests(ClientScene scene)
{
    [Theory]
    [InlineData("rest-request")]
    [InlineData("rest-portal")]
    [InlineData("leaflet")]
    [InlineData("openlayers")]
    [InlineData("geotiff")]
    public Task Client_sees_the_classes(string script) => NodeScript.RunAsync(script, scene.Environment);
}
