using RasterAnalysis.Uploads;

namespace RasterAnalysis.Api.Uploads;

/// <summary>Takes the bodies of requests as parts of uploads.</summary>
internal sealed class UploadReceiver(ResumableUploads uploads, UploadsInWork works)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>How long a sender may pause. Kestrel's own rule is of the average, by which one who has sent much may be silent for days.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Writes a body behind what has come already. Where it breaks off, what has come of it stays, unless it has a checksum.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="offset">Where the client says that the body belongs.</param>
    /// <param name="request">The request.</param>
    /// <returns>Bytes of the upload with those of the body.</returns>
    /// <exception cref="UploadFault">The body does not belong there, is too long or damaged, or another request writes the upload.</exception>
    /// <exception cref="InvalidRequestException">The body broke off.</exception>
    /// <exception cref="Rasters.RasterAccessException">The disk is full.</exception>
    public async Task<long> ReceiveAsync(ResumableUpload upload, long offset, HttpRequest request)
    {
        var checksum = UploadHeaders.ReadChecksum(request);
        using var work = works.Begin(upload.Id, request.HttpContext.RequestAborted);
        var actual = uploads.OffsetOf(upload);
        if (offset != actual)
        {
            throw UploadFault.Offset($"{offset}", actual);
        }

        if (request.ContentLength > upload.Length - offset)
        {
            throw TooLong(upload, offset);
        }

        if (offset == upload.Length)
        {
            return offset; // complete; its file may be an item's by now
        }

        using var part = new UploadPart(work.Hold, checksum?.Algorithm);
        try
        {
            await CopyAsync(request.Body, part, upload.Length, work.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            part.Flush();
            throw request.HttpContext.RequestAborted.IsCancellationRequested || !work.Token.IsCancellationRequested
                ? new InvalidRequestException("body", "broke off; ask where the upload stands and go on from there.") : UploadFault.Locked(upload.Id);
        }

        if (part.Offset > upload.Length)
        {
            part.Discard();
            throw TooLong(upload, offset);
        }

        return part.Prove(checksum?.Hash) ? part.Offset : throw UploadFault.Checksum();
    }

    /// <summary>Copies until the body ends, or one byte is too many.</summary>
    private static async Task CopyAsync(Stream body, UploadPart part, long length, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[BufferBytes];
        int read;
        do
        {
            patience.CancelAfter(Pause);
            var wanted = (int)Math.Min(buffer.Length, length - part.Offset + 1);
            read = await body.ReadAsync(buffer.AsMemory(0, wanted), patience.Token);
            part.Write(buffer.AsSpan(0, read));
        }
        while (read > 0 && part.Offset <= length);
    }

    private static UploadFault TooLong(ResumableUpload upload, long offset) => UploadFault.TooLarge(
        "body", $"is longer than the {upload.Length - offset} bytes that are missing of the {upload.Length} in {UploadHeaders.Length}; nothing of it is kept.");
}
