using RasterAnalysis.Uploads;

namespace RasterAnalysis.Api.Uploads;

/// <summary>An upload that comes in parts.</summary>
/// <param name="Id">32 hexadecimal digits, which the item will have too.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Title">Title that the item will have, where one was given.</param>
/// <param name="Folder">Folder of the item; empty for the root.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Offset">Bytes that have come.</param>
/// <param name="Expires">When it is removed, unless more of it comes; UTC.</param>
internal sealed record UploadModel(string Id, string Name, string? Title, string Folder, long Length, long Offset, DateTimeOffset Expires)
{
    public static UploadModel From(ResumableUpload upload, ResumableUploads uploads) =>
        new(upload.Id, upload.FileName, upload.Title, upload.Folder, upload.Length, uploads.OffsetOf(upload), uploads.ExpiryOf(upload.Id));
}
