using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Storage;

public sealed class FullDiskTests
{
    [Fact]
    public void A_full_disk_is_told_from_other_trouble()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        var fault = Assert.Throws<IOException>(() => full.Write([1]));

        Assert.True(FullDisk.Is(fault), $"{fault.HResult:x}: {fault.Message}");
        Assert.True(FullDisk.Refusal(fault).IsTransient);
        Assert.DoesNotContain("/dev", FullDisk.Refusal(fault).Message, StringComparison.Ordinal);
        Assert.False(FullDisk.Is(new FileNotFoundException()));
        Assert.False(FullDisk.Is(new EndOfStreamException()));
    }
}
