using System.Buffers;
using System.IO.Compression;
using RasterAnalysis.Files;

namespace RasterAnalysis.Models;

/// <summary>Unpacks a <c>.dlpk</c>, which is a zip archive (<c>docs/reference/dlpk-and-emd.md#the-archive</c>), taking nothing of it on trust.</summary>
public static class ModelPackageArchive
{
    private const int UnixFileTypeMask = 0xF000;
    private const int UnixSymbolicLink = 0xA000;

    /// <summary>The end of the directory, with the longest comment, read by blocks, and some.</summary>
    private const int DirectorySlack = 1 << 18;

    /// <summary>Unpacks an archive into a folder.</summary>
    /// <param name="archive">The archive; must be seekable. It stays open.</param>
    /// <param name="folder">A folder that does not exist yet. After a failure it does not exist either.</param>
    /// <param name="limits">Size limits.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ModelPackageException">It is no zip archive, is damaged, has unsafe paths or is over a limit.</exception>
    public static void Extract(Stream archive, string folder, ModelPackageLimits? limits = null, CancellationToken cancellationToken = default)
    {
        var bounds = limits ?? ModelPackageLimits.Default;
        CheckMagic(archive);
        Directory.CreateDirectory(folder);
        try
        {
            var measured = ZipDirectory.Measure(archive, bounds.MaxEntries);
            if (measured.Entries > bounds.MaxEntries)
            {
                throw new ModelPackageException($"The package has more than {bounds.MaxEntries} entries, which is refused.");
            }

            // what was measured is what may be read, should the library see the directory elsewhere
            using var metered = new MeteredStream(archive) { Left = measured.Bytes + DirectorySlack };
            archive.Position = 0;
            using var zip = new ZipArchive(metered, ZipArchiveMode.Read, leaveOpen: true);
            CheckDirectory(zip, archive.Length, bounds);
            metered.Left = long.MaxValue;
            ExtractEntries(zip, folder, bounds, cancellationToken);
        }
        catch (Exception exception)
        {
            Directory.Delete(folder, recursive: true);
            if (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
            {
                throw new ModelPackageException($"The package is a damaged zip archive: {exception.Message}", exception);
            }

            throw;
        }
    }

    private static void CheckMagic(Stream archive)
    {
        Span<byte> magic = stackalloc byte[6];
        archive.Position = 0;
        var read = archive.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        archive.Position = 0;
        if (read >= 4 && magic[..4].SequenceEqual("PK\x03\x04"u8))
        {
            return;
        }

        throw new ModelPackageException(magic[..read] switch
        {
            [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C] => "The file is a 7-zip archive; a deep learning package is a zip archive. Pack the files again as zip.",
            [(byte)'P', (byte)'K', 5, 6, ..] => "The file is an empty zip archive; a deep learning package holds an .emd and an .onnx file.",
            [] => "The file is empty; a deep learning package is a zip archive with an .emd and an .onnx file.",
            _ => "The file is not a zip archive; a deep learning package (.dlpk) is a zip archive with an .emd and an .onnx file.",
        });
    }

    private static void CheckDirectory(ZipArchive zip, long packedBytes, ModelPackageLimits limits)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var declared = 0L;
        foreach (var entry in zip.Entries)
        {
            var path = PackagePath.Normalize(entry.FullName)
                ?? throw new ModelPackageException($"The package has an entry with the unsafe path '{PackagePath.Shown(entry.FullName)}'; paths must stay inside the package.");
            if (PackagePath.Fault(path) is { } fault)
            {
                throw new ModelPackageException($"The package entry '{PackagePath.Shown(entry.FullName)}' {fault}; give it a shorter path.");
            }

            if (((entry.ExternalAttributes >> 16) & UnixFileTypeMask) == UnixSymbolicLink)
            {
                throw new ModelPackageException($"The package entry '{PackagePath.Shown(entry.FullName)}' is a symbolic link; only files are taken.");
            }

            if (!IsFolder(entry) && !names.Add(path))
            {
                throw new ModelPackageException($"The package has the entry '{PackagePath.Shown(entry.FullName)}' twice.");
            }

            declared = Math.Min(long.MaxValue / 2, declared) + Math.Min(long.MaxValue / 2, entry.Length);
        }

        CheckFoldersAreNoFiles(names);
        CheckSize(declared, packedBytes, limits);
    }

    private static void CheckFoldersAreNoFiles(HashSet<string> names)
    {
        foreach (var name in names)
        {
            for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
            {
                if (names.Contains(name[..slash]))
                {
                    throw new ModelPackageException($"The package names '{PackagePath.Shown(name[..slash])}' both as a file and as a folder.");
                }
            }
        }
    }

    private static void CheckSize(long unpacked, long packed, ModelPackageLimits limits)
    {
        if (unpacked > limits.MaxUnpackedBytes)
        {
            throw new ModelPackageException($"The package unpacks to {unpacked} bytes; more than {limits.MaxUnpackedBytes} are refused.");
        }

        if (unpacked > limits.RatioFloorBytes && unpacked > packed * limits.MaxRatio)
        {
            throw new ModelPackageException(
                $"The package unpacks to {unpacked} bytes from {packed}: more than {limits.MaxRatio} to 1 looks like a zip bomb and is refused.");
        }
    }

    private static void ExtractEntries(ZipArchive zip, string folder, ModelPackageLimits limits, CancellationToken cancellationToken)
    {
        var budget = limits.MaxUnpackedBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            foreach (var entry in zip.Entries.Where(entry => !IsFolder(entry)))
            {
                var path = Path.Combine(folder, PackagePath.Normalize(entry.FullName)!);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var source = entry.Open();
                using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);

                // the declared length is the archive's own claim: count what really comes
                var left = Math.Min(budget, entry.Length);
                // .NET reads the archive's checksum and does not check it
                var checksum = new Crc32();
                int read;
                while ((read = source.Read(buffer)) > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    left -= read;
                    budget -= read;
                    if (left < 0)
                    {
                        throw new ModelPackageException($"The package entry '{PackagePath.Shown(entry.FullName)}' is larger than the archive says; it is refused.");
                    }

                    checksum.Add(buffer.AsSpan(0, read));
                    target.Write(buffer, 0, read);
                }

                if (checksum.Value != entry.Crc32)
                {
                    throw new ModelPackageException($"The package is a damaged zip archive: the checksum of '{PackagePath.Shown(entry.FullName)}' does not fit. Copy or pack it again.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\');
}
