using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Hostile;

namespace RasterAnalysis.Core.Tests.Models;

/// <summary>A stranger's archive: what is refused leaves nothing behind.</summary>
public sealed class ModelPackageArchiveTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("rasteranalysis-archive-").FullName;

    private string Folder => Path.Combine(_parent, "package");

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "empty", [], "empty" },
        { "text", "hello"u8.ToArray(), "not a zip" },
        { "7-zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 0], "7-zip" },
        { "zip without entries", TestPackages.Zip(), "empty zip" },
        { "only the magic", "PK\x03\x04"u8.ToArray(), "damaged" },
        { "cut off", TestPackages.Zip(("a.emd", new byte[5000]))[..60], "damaged" },
        { "parent", TestPackages.Zip(("../a", [1])), "../a" },
        { "parent in the middle", TestPackages.Zip(("a/../../b", [1])), "unsafe" },
        { "parent with backslashes", TestPackages.Zip(("..\\..\\a", [1])), "unsafe" },
        { "absolute", TestPackages.Zip(("/etc/cron.d/a", [1])), "unsafe" },
        { "drive", TestPackages.Zip(("C:\\a", [1])), "unsafe" },
        { "control character", TestPackages.Zip(("a\nb", [1])), "unsafe" },
        { "twice", TestPackages.Zip(("a", [1]), ("A", [2])), "twice" },
        { "file and folder", TestPackages.Zip(("a", [1]), ("a/b", [2])), "both as a file and as a folder" },
        { "link", WithLink(), "symbolic link" },
        { "bomb", TestPackages.Zip(("a", new byte[70 << 20])), "zip bomb" },
        { "lying length", WithLyingLength(), "damaged" },
        { "long name", TestPackages.Zip((new string('x', 300), [1])), "255 bytes" },
        { "long name of letters that take two bytes", TestPackages.Zip((new string('ä', 130), [1])), "255 bytes" },
        { "longer path than any", TestPackages.Zip((new string('x', 60_000), [1])), "unsafe" },
        { "deep", TestPackages.Zip((string.Concat(Enumerable.Repeat("d/", 40)) + "f", [1])), "32 folders" },
        { "many entries", HostileArchives.OfEntries(50_000), "more than 10000 entries" },
    };

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Extract_writes_the_files()
    {
        Extract(TestPackages.Zip(("a.emd", [1, 2]), ("sub\\b.onnx", [3]), ("empty/", [])));

        Assert.Equal([1, 2], File.ReadAllBytes(Path.Combine(Folder, "a.emd")));
        Assert.Equal([3], File.ReadAllBytes(Path.Combine(Folder, "sub", "b.onnx")));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Extract_of_a_hostile_archive_is_refused_and_leaves_nothing(string what, byte[] archive, string expected)
    {
        var exception = Assert.Throws<ModelPackageException>(() => Extract(archive));

        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {exception.Message}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
    }

    [Fact]
    public void Extract_over_a_limit_is_refused()
    {
        var archive = TestPackages.Zip(("a", new byte[100]), ("b", new byte[100]));

        Assert.Contains("more than 1 entries", Assert.Throws<ModelPackageException>(() => Extract(archive, new ModelPackageLimits { MaxEntries = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("200 bytes", Assert.Throws<ModelPackageException>(() => Extract(archive, new ModelPackageLimits { MaxUnpackedBytes = 199 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_of_many_entries_takes_no_memory_for_them()
    {
        var archive = HostileArchives.OfEntries(400_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ModelPackageException>(() => Extract(archive));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Extract_of_a_hundred_thousand_entries_behind_a_second_end_is_refused()
    {
        // the library may take another end of the directory than the one that was measured: it is not let read on
        var many = HostileArchives.OfEntries(100_000);
        var end = many.AsSpan().LastIndexOf("PK\x05\x06"u8);
        byte[] archive = [.. many, .. many[end..]];
        BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(many.Length + 16), end);

        Assert.Contains("damaged", Assert.Throws<ModelPackageException>(() => Extract(archive)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_of_changed_content_is_refused()
    {
        // stored without compression, so that a changed weight is a changed byte
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("network.onnx", CompressionLevel.NoCompression).Open();
            entry.Write(new byte[1000]);
        }

        var archive = stream.ToArray();
        archive[500] ^= 1;

        Assert.Contains("network.onnx", Assert.Throws<ModelPackageException>(() => Extract(archive)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_of_any_bytes_changed_either_works_or_is_refused()
    {
        var sound = TestPackages.Zip(("model.emd", Encoding.UTF8.GetBytes(new string('x', 300))), ("network.onnx", new byte[400]));
        Gen.Select(Gen.Int[4, sound.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                var archive = sound.ToArray();
                foreach (var (at, value) in changes)
                {
                    archive[at] = value;
                }

                var folder = Path.Combine(_parent, Guid.NewGuid().ToString("N"));
                try
                {
                    using var stream = new MemoryStream(archive);
                    ModelPackageArchive.Extract(stream, folder);
                    Directory.Delete(folder, recursive: true);
                }
                catch (ModelPackageException)
                {
                    Assert.False(Directory.Exists(folder));
                }
            },
            iter: 500, threads: 1);
    }

    private static byte[] WithLink()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("model.onnx");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }

        return stream.ToArray();
    }

    // the central directory says 10 bytes, the data are 5000
    private static byte[] WithLyingLength()
    {
        var archive = TestPackages.Zip(("a", new byte[5000]));
        var central = archive.AsSpan().IndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(central + 24), 10);
        return archive;
    }

    private void Extract(byte[] archive, ModelPackageLimits? limits = null)
    {
        using var stream = new MemoryStream(archive);
        ModelPackageArchive.Extract(stream, Folder, limits);
    }
}
