using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Storage;

public sealed class RasterStoresTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rasteranalysis-stores-").FullName;
    private readonly RasterStores _stores;

    public RasterStoresTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "scenes", "2026"));
        Directory.CreateDirectory(Path.Combine(_root, "scenes-secret"));
        File.WriteAllText(Path.Combine(_root, "scenes", "2026", "a b.tif"), "");
        File.WriteAllText(Path.Combine(_root, "scenes-secret", "a.tif"), "");
        _stores = new RasterStores(new Dictionary<string, string> { ["Scenes"] = Path.Combine(_root, "scenes") + "/" });
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/rasterStores/scenes/2026/a b.tif")]
    [InlineData("/RASTERSTORES/Scenes/2026/a b.tif")]
    [InlineData("/fileShares/scenes//2026/./a b.tif")]
    public void Resolve_finds_the_file(string uri) => Assert.Equal(Path.Combine(_root, "scenes", "2026", "a b.tif"), _stores.Resolve(uri, "inputRaster"));

    [Theory]
    [InlineData("/rasterStores/scenes/../scenes-secret/a.tif")]
    [InlineData("/rasterStores/scenes/2026/../../scenes-secret/a.tif")]
    [InlineData("/rasterStores/scenes/..\\scenes-secret\\a.tif")]
    [InlineData("/rasterStores/scenes-secret/a.tif")]
    [InlineData("/rasterStores/scenes/")]
    [InlineData("/rasterStores/scenes")]
    [InlineData("/rasterStores/")]
    [InlineData("/rasterStores/scenes/2026/A B.tif")]
    [InlineData("/rasterStores/scenes/a\0.tif")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Resolve_of_anything_else_is_refused_by_field(string uri) =>
        Assert.Equal("inputRaster", Assert.Throws<InvalidRequestException>(() => _stores.Resolve(uri, "inputRaster")).Errors.Single().Field);
}
