using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class DiskSpaceTests
{
    [Fact]
    public void What_no_disk_has_is_refused_with_both_figures()
    {
        var fault = Assert.Throws<IOException>(() => DiskSpace.Require(Path.GetTempPath(), 1L << 60));

        Assert.Contains($"{1L << 40} MiB", fault.Message, StringComparison.Ordinal);
        Assert.Contains("are free", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_little_is_granted() => DiskSpace.Require(Path.GetTempPath(), 1);
}
