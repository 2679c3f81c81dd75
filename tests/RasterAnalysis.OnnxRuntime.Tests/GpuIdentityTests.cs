namespace RasterAnalysis.OnnxRuntime.Tests;

public sealed class GpuIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-proc-").FullName;

    public GpuIdentityTests()
    {
        File.WriteAllText(Path.Combine(_folder, "version"), "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14\nGCC version:  gcc\n");
        Gpu("0000:65:00.0", "Tesla T4");
        Gpu("0000:17:00.0", "NVIDIA H100 PCIe");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_counts_by_bus_address()
    {
        Assert.Equal("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14\nModel: \t\t NVIDIA H100 PCIe", GpuIdentity.Read(_folder, 0, null));
        Assert.EndsWith("Tesla T4", GpuIdentity.Read(_folder, 1, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_with_a_list_of_visible_devices_depends_on_the_list()
    {
        string?[] all = [GpuIdentity.Read(_folder, 0, null), GpuIdentity.Read(_folder, 0, "1"), GpuIdentity.Read(_folder, 0, "1,0"), GpuIdentity.Read(_folder, 1, "1,0")];

        Assert.All(all, Assert.NotNull);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void Read_of_a_GPU_that_is_not_there_is_nothing(int device) => Assert.Null(GpuIdentity.Read(_folder, device, null));

    [Fact]
    public void Read_without_a_driver_is_nothing() => Assert.Null(GpuIdentity.Read(Path.Combine(_folder, "none"), 0, null));

    [Fact]
    public void Loaded_TensorRT_is_the_library_that_is_mapped()
    {
        var (library, maps) = (Path.Combine(_folder, "libnvinfer.so.10.9.0"), Path.Combine(_folder, "maps"));
        File.WriteAllBytes(library, new byte[7]);
        File.WriteAllText(maps, $"7f10-7f20 r-xp 00000000 08:01 12  /usr/lib/libc.so.6\n7f30-7f40 r-xp 00000000 08:01 13                         {library}\n");

        Assert.Equal("libnvinfer.so.10.9.0 7", GpuIdentity.LoadedTensorRt(maps));
        Assert.Null(GpuIdentity.LoadedTensorRt("/proc/self/maps"));
    }

    private void Gpu(string address, string model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "gpus", address)).FullName;
        File.WriteAllText(Path.Combine(folder, "information"), $"Model: \t\t {model}\nIRQ:   \t\t 42\n");
    }
}
