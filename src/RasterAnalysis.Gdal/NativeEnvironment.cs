using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>The environment as native libraries see it: on Linux .NET keeps what a program changes of it to itself.</summary>
public static class NativeEnvironment
{
    /// <summary>Sets a variable that is not there yet, for native libraries that are loaded later. Does nothing on Windows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static void SetDefault(string name, string value)
    {
        if (!OperatingSystem.IsWindows())
        {
            // it is refused for want of memory alone
            _ = LibC.setenv(name, value, overwrite: 0);
        }
    }
}
