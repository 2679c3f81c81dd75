using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.Catalog;
using RasterAnalysis.Classification;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Items;

/// <summary>Streams a multipart upload to disk; nothing of it is held in memory.</summary>
internal sealed class MultipartUpload(DataLayout layout, JobLimits limits)
{
    private const int MaxFieldBytes = 1 << 16;

    /// <summary>Reads the fields <c>file</c>, <c>title</c> and <c>folder</c>.</summary>
    /// <returns>The file in the upload folder, which the caller moves or deletes, and the fields.</returns>
    /// <exception cref="InvalidRequestException">The body is no multipart form, has no file, or is too large. Nothing is left.</exception>
    public async Task<UploadedFile> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new InvalidRequestException("file", "is missing; send multipart/form-data with a field 'file', for example curl -F file=@model.dlpk.");
        }

        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, Guid.NewGuid().ToString("N"));
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? fileName = null;
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = limits.MaxFileBytes };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (name.Equals("file", StringComparison.OrdinalIgnoreCase) && disposition.IsFileDisposition())
                {
                    fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                    await using var target = File.Create(path);
                    await section.Body.CopyToAsync(target, cancellationToken);
                }
                else
                {
                    fields[name] = await ReadFieldAsync(section, name, cancellationToken);
                }
            }
        }
        catch (Exception exception)
        {
            File.Delete(path);
            if (FullDisk.Is(exception))
            {
                throw FullDisk.Refusal(exception);
            }

            if (exception is InvalidDataException or IOException)
            {
                throw new InvalidRequestException("file", $"cannot be read: {exception.Message}");
            }

            throw;
        }

        return fileName is not null
            ? new UploadedFile(path, fileName, fields.GetValueOrDefault("title"), FolderOf(fields, path))
            : throw new InvalidRequestException("file", "is missing; send it as the form field 'file', with a file name.");
    }

    private static string FolderOf(Dictionary<string, string> fields, string path)
    {
        try
        {
            return ContentFolder.TitleOf(fields.GetValueOrDefault("folder"), "folder");
        }
        catch (InvalidRequestException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task<string> ReadFieldAsync(MultipartSection section, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= MaxFieldBytes
            ? Encoding.UTF8.GetString(buffer, 0, read)
            : throw new InvalidRequestException(name, $"is longer than {MaxFieldBytes} bytes.");
    }
}
