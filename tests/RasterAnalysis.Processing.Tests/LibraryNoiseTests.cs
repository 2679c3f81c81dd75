namespace RasterAnalysis.Processing.Tests;

public sealed class LibraryNoiseTests
{
    [Theory]
    [InlineData("HDF5-DIAG: Error detected in HDF5 (1.10.8) thread 1:")]
    [InlineData("  #000: ../../../src/H5A.c line 485 in H5Aopen_by_name(): can't open attribute")]
    [InlineData("    major: Attribute")]
    [InlineData("    minor: Can't open object")]
    public void What_libhdf5_prints_of_attributes_that_are_missing_is_noise(string line) => Assert.True(LibraryNoise.Is(line));

    [Theory]
    [InlineData("terminate called after throwing an instance of 'std::bad_alloc'")]
    [InlineData("Unhandled exception. System.OutOfMemoryException: major: Attribute")]
    [InlineData("   at RasterAnalysis.Gdal.Reading.RasterOpener.Open()")]
    [InlineData("corrupted size vs. prev_size")]
    public void What_a_process_says_as_it_dies_is_kept(string line) => Assert.False(LibraryNoise.Is(line));
}
