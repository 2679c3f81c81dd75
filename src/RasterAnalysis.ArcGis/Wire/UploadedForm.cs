using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.Storage;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Reads a multipart form with a file, which goes to disk as it comes in; nothing of it is held in memory.</summary>
/// <param name="folder">Folder for uploads; made when it is not there.</param>
/// <param name="maxFileBytes">Most bytes of the file.</param>
/// <param name="maxFieldBytes">Most bytes of the other fields together.</param>
internal sealed class UploadedForm(string folder, long maxFileBytes, int maxFieldBytes)
{
    private const string FileField = "file";
    private const int MaxFields = 256;
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private int _fieldBytes;

    /// <summary>The fields, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The file; null when the form has none.</summary>
    public UploadedFile? File { get; private set; }

    /// <summary>Whether a request has such a form.</summary>
    public static bool IsIn(HttpRequest request) => BoundaryOf(request) is not null;

    /// <summary>Reads the form to its end.</summary>
    /// <exception cref="InvalidRequestException">The form is broken or too large, or has a file elsewhere. Nothing is left on disk.</exception>
    public async Task ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxFileBytes > long.MaxValue - maxFieldBytes ? null : maxFileBytes + maxFieldBytes;
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        try
        {
            var reader = new MultipartReader(BoundaryOf(request)!, request.Body) { BodyLengthLimit = maxFileBytes };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                await ReadAsync(section, path, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            System.IO.File.Delete(path);
            throw FullDisk.Is(exception) ? FullDisk.Refusal(exception) : exception is InvalidDataException or (IOException and not BadHttpRequestException)
                ? new InvalidRequestException("body", $"cannot be read as a form: {exception.Message}")
                : exception;
        }
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary ? boundary : null;

    private async Task ReadAsync(MultipartSection section, string path, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            return;
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        if (!disposition.IsFileDisposition())
        {
            await ReadFieldAsync(section, name, cancellationToken);
            return;
        }

        if (!name.Equals(FileField, StringComparison.OrdinalIgnoreCase) || File is not null)
        {
            throw new InvalidRequestException(name.Length > 0 ? name : FileField, "is a file; one is taken, in the field 'file'.");
        }

        var target = System.IO.File.Create(path);
        await using (target.ConfigureAwait(false))
        {
            await section.Body.CopyToAsync(target, cancellationToken);
        }

        var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        File = new UploadedFile(path, fileName ?? "upload");
    }

    private async Task ReadFieldAsync(MultipartSection section, string name, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        var buffer = new byte[1 << 13];
        int read;
        while ((read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _fieldBytes += read;
            if (_fieldBytes > maxFieldBytes)
            {
                throw new InvalidRequestException(name, $"is too long; all fields together may have {maxFieldBytes} bytes.");
            }

            content.Write(buffer, 0, read);
        }

        _fields.Add(KeyValuePair.Create(name, Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length)));
        if (_fields.Count > MaxFields)
        {
            throw new InvalidRequestException("body", $"has more than {MaxFields} fields.");
        }
    }
}
