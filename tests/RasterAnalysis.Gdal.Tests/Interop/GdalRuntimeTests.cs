using RasterAnalysis.Gdal.Handles;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Interop;

public sealed class GdalRuntimeTests
{
    [Fact]
    public void Initialize_by_many_threads_is_done_once()
    {
        Parallel.For(0, 16, _ => GdalRuntime.Initialize());

        Assert.True(GdalRuntime.Version >= GdalVersion.Lowest);
        Assert.NotNull(GdalRuntime.LibraryName);
    }

    [Theory]
    [InlineData(3060200, "3.6.2", false)]
    [InlineData(3120100, "3.12.1", false)]
    [InlineData(3130000, "3.13.0", true)]
    [InlineData(4000000, "4.0.0", true)]
    public void Version_from_a_number_reads_all_parts(int number, string text, bool isNewer)
    {
        var version = GdalVersion.FromVersionNumber(number);

        Assert.Equal(text, version.ToString());
        Assert.Equal(isNewer, version.IsNewerThanKnown);
    }

    [Fact]
    public void A_version_below_the_lowest_is_less() => Assert.True(new GdalVersion(3, 5, 9) < GdalVersion.Lowest);

    [Fact]
    public void The_block_cache_has_32_MiB_unless_told_otherwise() => Assert.Equal(32, new GdalOptions().BlockCacheMiB);

    [Fact]
    public void Open_of_a_missing_file_says_function_number_and_name_without_folder()
    {
        var e = Assert.Throws<GdalException>(() => GdalDataset.Open("/nowhere/at/all/missing.tif", isTrusted: true));

        Assert.Equal("GDALOpenEx", e.Function);
        Assert.Equal(4, e.Number);
        Assert.Equal(GdalErrorClass.Failure, e.ErrorClass);
        Assert.Contains("missing.tif", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/nowhere", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public void Failure_of_a_network_file_is_transient()
    {
        GdalRuntime.Initialize();
        using var errors = GdalErrorScope.Enter("Reading", "/vsicurl/http://example.test/a.tif");

        Assert.True(errors.Failure("GDALRasterIOEx").IsTransient);
    }
}
