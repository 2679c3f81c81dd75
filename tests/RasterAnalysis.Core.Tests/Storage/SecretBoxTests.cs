using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Storage;

public sealed class SecretBoxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-secrets-").FullName;

    private string KeyPath => Path.Combine(_folder, "data", "secrets.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sealed_text_opens_again_also_by_another_process()
    {
        var text = new SecretBox(KeyPath).Seal("s3cret ü");

        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Equal("s3cret ü", new SecretBox(KeyPath).Open(text));
        Assert.Equal([KeyPath], Directory.EnumerateFiles(Path.GetDirectoryName(KeyPath)!));
    }

    [Fact]
    public void The_same_text_is_never_sealed_alike()
    {
        var box = new SecretBox(KeyPath);

        Assert.NotEqual(box.Seal("a"), box.Seal("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    public void Another_text_does_not_open(string text) => Assert.Throws<RasterAccessException>(() => new SecretBox(KeyPath).Open(text));

    [Fact]
    public void Another_key_does_not_open_it()
    {
        var text = new SecretBox(KeyPath).Seal("a");

        Assert.Throws<RasterAccessException>(() => new SecretBox(Path.Combine(_folder, "other.key")).Open(text));
    }

    [Fact]
    public void The_key_is_the_services_own()
    {
        new SecretBox(KeyPath).Seal("a");

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix modes; the key's mode is NOT tested here.");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }
    }
}
