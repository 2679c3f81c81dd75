namespace RasterAnalysis.OnnxRuntime;

/// <summary>Tells GPUs and drivers apart, by what NVIDIA's driver writes under <c>/proc</c>: an engine is good for the ones that it was built on.</summary>
internal static class GpuIdentity
{
    /// <summary>Driver and model of a GPU.</summary>
    /// <param name="driverFolder"><c>/proc/driver/nvidia</c>, or what stands in for it.</param>
    /// <param name="device">The GPU's number, in the order of the bus addresses: instances are started with <c>CUDA_DEVICE_ORDER=PCI_BUS_ID</c>.</param>
    /// <param name="visibleDevices">What <c>CUDA_VISIBLE_DEVICES</c> holds, if it is set: then the number counts in that list.</param>
    /// <returns>A text that is another one for another driver or model; null when they cannot be told.</returns>
    public static string? Read(string driverFolder, int device, string? visibleDevices)
    {
        try
        {
            var driver = File.ReadLines(Path.Combine(driverFolder, "version")).First();
            var models = Directory.GetDirectories(Path.Combine(driverFolder, "gpus")).Order(StringComparer.Ordinal).Select(Model).ToArray();

            // a list may name GPUs in several ways: the list and all models stand for the one that is meant
            return string.IsNullOrEmpty(visibleDevices)
                ? $"{driver}\n{models[device]}"
                : $"{driver}\n{device} of {visibleDevices}\n{string.Join('\n', models)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Name and size of the TensorRT library that a process has loaded; null when it has none.</summary>
    /// <param name="maps"><c>/proc/self/maps</c>, or what stands in for it.</param>
    public static string? LoadedTensorRt(string maps)
    {
        try
        {
            var line = File.ReadLines(maps).FirstOrDefault(line => line.Contains("/libnvinfer.so", StringComparison.Ordinal));
            return line is null ? null : $"{Path.GetFileName(line)} {new FileInfo(line[line.IndexOf('/', StringComparison.Ordinal)..]).Length}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Model(string gpu) => File.ReadLines(Path.Combine(gpu, "information")).First(line => line.StartsWith("Model:", StringComparison.Ordinal));
}
