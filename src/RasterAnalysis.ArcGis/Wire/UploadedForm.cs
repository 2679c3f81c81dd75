using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.Storage;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// Reads multipart forms, for both APIs. A file goes to disk as it comes in; of the rest, no more is held in memory than the limits say, whatever the form
/// is made of.
/// </summary>
/// <param name="folder">Folder for uploads, made when it is not there; null where no file is taken.</param>
/// <param name="maxFileBytes">Most bytes of the file.</param>
/// <param name="maxFieldBytes">Most bytes of the other fields together, names included.</param>
/// <param name="fileField">Name of the field with the file.</param>
public sealed class UploadedForm(string? folder, long maxFileBytes, int maxFieldBytes, string fileField = "file")
{
    private const int MaxParts = 256;
    private const int MaxBoundaryLength = 200;
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private int _fieldBytes;
    private int _parts;

    /// <summary>The fields, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The file; null when the form has none.</summary>
    public UploadedFile? File { get; private set; }

    /// <summary>Whether a request has such a form.</summary>
    public static bool IsIn(HttpRequest request) => BoundaryOf(request) is not null;

    /// <summary>Reads the form to its end.</summary>
    /// <exception cref="InvalidRequestException">The form is broken or too large, holds what is no text, or has a file elsewhere. Nothing is left on disk.</exception>
    /// <exception cref="Rasters.RasterAccessException">The disk is full.</exception>
    public async Task ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxFileBytes > long.MaxValue - maxFieldBytes ? null : maxFileBytes + maxFieldBytes;
        }

        var path = folder is null ? null : Path.Combine(Directory.CreateDirectory(folder).FullName, Guid.NewGuid().ToString("N"));
        try
        {
            var reader = new MultipartReader(BoundaryOf(request)!, request.Body) { BodyLengthLimit = Math.Max(maxFileBytes, maxFieldBytes) };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                await ReadAsync(section, path, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            if (path is not null)
            {
                System.IO.File.Delete(path);
            }

            throw FullDisk.Is(exception) ? FullDisk.Refusal(exception) : exception is InvalidDataException or (IOException and not BadHttpRequestException)
                ? new InvalidRequestException(path is null ? "body" : fileField, $"cannot be read as a form: {exception.Message}")
                : exception;
        }
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundaryLength } boundary ? boundary : null;

    private async Task ReadAsync(MultipartSection section, string? path, CancellationToken cancellationToken)
    {
        if (++_parts > MaxParts)
        {
            throw new InvalidRequestException("body", $"has more than {MaxParts} fields.");
        }

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

        if (path is null)
        {
            throw new InvalidRequestException(name, "is a file; files are uploaded to /api/v1/items.");
        }

        if (!name.Equals(fileField, StringComparison.OrdinalIgnoreCase) || File is not null)
        {
            throw new InvalidRequestException(name.Length > 0 ? name : fileField, $"is a file; one is taken, in the field '{fileField}'.");
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
        var encoding = FormText.EncodingOf(section.ContentType);
        var content = new MemoryStream();
        var buffer = new byte[1 << 13];
        Count(name.Length, name);
        int read;
        while ((read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Count(read, name);
            content.Write(buffer, 0, read);
        }

        _fields.Add(KeyValuePair.Create(name, FormText.Read(content.GetBuffer().AsSpan(0, (int)content.Length), encoding, name)));
    }

    private void Count(int bytes, string name)
    {
        _fieldBytes += bytes;
        if (_fieldBytes > maxFieldBytes)
        {
            throw new InvalidRequestException(name, $"is too long; all fields together may have {maxFieldBytes} bytes.");
        }
    }
}
