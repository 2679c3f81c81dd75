using System.Text.Json;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Uploads;

/// <summary>
/// The uploads that come in parts: a folder for each, with what was announced (<c>upload.json</c>) and what has come of it (<c>data</c>). How far one is, is the length of its data and is
/// kept nowhere else, so a process that ends in the middle of a part loses nothing that was written.
/// </summary>
/// <remarks>Thread-safe, also between processes that share the data folder: whoever changes an upload has its <see cref="UploadHold"/>.</remarks>
public sealed partial class ResumableUploads(DataLayout layout, UploadOptions options, TimeProvider time)
{
    private readonly Lock _creation = new();

    /// <summary>Begins an upload.</summary>
    /// <param name="announced">What it will be; its id is drawn here.</param>
    /// <exception cref="BusyException">There are as many as the settings allow.</exception>
    /// <exception cref="RasterAccessException">The disk has no room for it.</exception>
    public ResumableUpload Create(ResumableUpload announced)
    {
        lock (_creation)
        {
            RemoveExpired();
            if (Ids().Count() >= options.MaxUnfinished)
            {
                throw new BusyException($"{options.MaxUnfinished} uploads are unfinished, which is as many as this service keeps (RasterAnalysis__Uploads__MaxUnfinished); finish or delete one, or wait until one expires.");
            }

            var upload = announced with { Id = Guid.NewGuid().ToString("N") };
            var folder = Directory.CreateDirectory(FolderOf(upload.Id)).FullName;
            try
            {
                if (new DriveInfo(folder).AvailableFreeSpace is var free && free < upload.Length)
                {
                    throw new RasterAccessException($"The disk of the service's data folder has {free} bytes free, so a file of {upload.Length} bytes cannot be taken now.", isTransient: true);
                }

                File.WriteAllBytes(DataOf(upload.Id), []);

                // the announcement last: an upload is there as soon as it is
                File.WriteAllText(Path.Combine(folder, "new"), PlanJson.Write(upload));
                File.Move(Path.Combine(folder, "new"), Path.Combine(folder, UploadHold.Announcement));
            }
            catch (Exception exception)
            {
                Directory.Delete(folder, recursive: true);
                throw FullDisk.Is(exception) ? FullDisk.Refusal(exception) : exception;
            }

            return upload;
        }
    }

    /// <summary>Finds an upload; null where there is none.</summary>
    /// <param name="id">As a client names it; may be hostile.</param>
    public ResumableUpload? Find(string id)
    {
        try
        {
            return IdForm().IsMatch(id) ? PlanJson.Read<ResumableUpload>(File.ReadAllText(Path.Combine(FolderOf(id), UploadHold.Announcement))) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Bytes of the uploads that an owner has announced and that are no items yet.</summary>
    public long AnnouncedBy(string owner) => Ids().Where(id => !IsExpired(id)).Select(Find).OfType<ResumableUpload>().Where(upload => upload.Owner == owner).Sum(upload => upload.Length);

    /// <summary>Where an upload's bytes are, while they are no item's.</summary>
    public string DataOf(string id) => Path.Combine(FolderOf(id), "data");

    /// <summary>How many bytes have come. All of them, where the file is being made an item.</summary>
    public long OffsetOf(ResumableUpload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return UploadPart.Unproved(FolderOf(upload.Id)) ?? (new FileInfo(DataOf(upload.Id)) is { Exists: true } data ? data.Length : upload.Length);
    }

    /// <summary>When an upload expires, unless more of it comes.</summary>
    public DateTimeOffset ExpiryOf(string id)
    {
        var data = DataOf(id);
        return new DateTimeOffset(File.GetLastWriteTimeUtc(File.Exists(data) ? data : FolderOf(id))) + options.Expiration;
    }

    /// <summary>Whether an upload has lain still for too long.</summary>
    public bool IsExpired(string id) => ExpiryOf(id) <= time.GetUtcNow();

    /// <summary>The right to change an upload; null while somebody else has it.</summary>
    public UploadHold? TryHold(string id) => UploadHold.TryTake(FolderOf(id));

    /// <summary>Removes what has expired, but for what somebody works on.</summary>
    public void RemoveExpired()
    {
        foreach (var id in Ids().Where(IsExpired))
        {
            TryHold(id)?.DeleteUpload();
        }
    }

    /// <summary>Takes the file of an upload back from the folder of an item that was never stored: the process that was making it has ended.</summary>
    /// <param name="id">Id of either.</param>
    public void TakeBack(string id)
    {
        if (Find(id) is { } upload && !File.Exists(DataOf(id)) && Path.Combine(layout.ItemFolder(id), UploadName.Safe(upload.FileName)) is var taken && File.Exists(taken))
        {
            File.Move(taken, DataOf(id));
        }
    }

    private IEnumerable<string> Ids() => Directory.Exists(layout.ResumableUploadsFolder)
        ? Directory.EnumerateDirectories(layout.ResumableUploadsFolder).Select(Path.GetFileName).OfType<string>() : [];

    private string FolderOf(string id) => Path.Combine(layout.ResumableUploadsFolder, id);

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex IdForm();
}
