namespace RasterAnalysis.Api.Uploads;

/// <summary>A request about an upload that the protocol answers with a status of its own (tus 1.0).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable word for programs.</param>
/// <param name="title">Its kind in words.</param>
/// <param name="field">The header, or the member of the address, that is at fault.</param>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UploadFault(int status, string code, string title, string field, string message) : RasterAnalysisException(code, message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Its kind in words.</summary>
    public string Title { get; } = title;

    /// <summary>What is at fault.</summary>
    public string Field { get; } = field;

    public static UploadFault Version(string given) => new(
        412, "upload-version", "This version of the protocol is not spoken here.", UploadHeaders.Resumable, $"is '{given}'; it must be {UploadHeaders.Version}.");

    public static UploadFault Offset(string given, long actual) => new(
        409, "upload-offset", "The upload is not that far.", UploadHeaders.Offset, $"is {given}, and the upload is at {actual}; send what comes from there.");

    public static UploadFault Incomplete(long offset, long length) => new(
        409, "upload-incomplete", "The upload is not complete.", "id", $"{offset} of {length} bytes have come; send the others first.");

    public static UploadFault Expired(string id) => new(
        410, "upload-expired", "The upload has expired.", "id", $"The upload '{id}' has lain still for too long and is gone; begin another one.");

    public static UploadFault TooLarge(string field, string message) => new(413, "upload-too-large", "The upload is too large.", field, message);

    public static UploadFault MediaType(string given) => new(
        415, "unsupported-media-type", "The body is of another media type.", "Content-Type", $"is '{given}'; parts of an upload are {UploadHeaders.PartType}.");

    public static UploadFault Locked(string id) => new(
        423, "upload-locked", "The upload is being worked on.", "id", $"Another request sends or finishes the upload '{id}' just now; ask where it stands and go on from there.");

    public static UploadFault Checksum() => new(
        460, "upload-checksum", "The part is damaged.", UploadHeaders.Checksum, "is not that of the bytes that came; nothing of them is kept, so send them again.");
}
