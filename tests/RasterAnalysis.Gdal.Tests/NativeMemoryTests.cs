namespace RasterAnalysis.Gdal.Tests;

/// <summary>What Linux says of this process's memory.</summary>
public sealed class NativeMemoryTests
{
    [Fact]
    public void Large_pages_are_given_and_withheld_as_asked()
    {
        var given = State();

        NativeMemory.UseLargePages(false);
        var without = State();
        NativeMemory.UseLargePages(true);

        Assert.Equal(("1", "0", "1"), (given, without, State()));

        static string State() => File.ReadLines("/proc/self/status").Single(line => line.StartsWith("THP_enabled:", StringComparison.Ordinal)).Split('\t')[1];
    }
}
