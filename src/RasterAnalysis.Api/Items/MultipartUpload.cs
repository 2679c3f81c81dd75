using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Items;

/// <summary>Takes the file of an upload and what is said of it out of the form.</summary>
internal sealed class MultipartUpload(DataLayout layout, JobLimits limits)
{
    private const int MaxFieldBytes = 1 << 16;

    /// <summary>Reads the fields <c>file</c>, <c>title</c> and <c>folder</c>; others are left aside.</summary>
    /// <returns>The file in the upload folder, which the caller moves or deletes, and the fields.</returns>
    /// <exception cref="InvalidRequestException">The body is no multipart form, has no file, or is too large. Nothing is left.</exception>
    public async Task<(UploadedFile File, string? Title, string Folder)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!UploadedForm.IsIn(request))
        {
            throw new InvalidRequestException("file", "is missing; send multipart/form-data with a field 'file', for example curl -F file=@model.dlpk.");
        }

        var form = new UploadedForm(layout.UploadFolder, limits.MaxFileBytes, MaxFieldBytes);
        await form.ReadAsync(request, cancellationToken);
        var file = form.File ?? throw new InvalidRequestException("file", "is missing; send it as the form field 'file', with a file name.");
        try
        {
            return (file, Field("title"), ContentFolder.TitleOf(Field("folder"), "folder"));
        }
        catch (InvalidRequestException)
        {
            File.Delete(file.Path);
            throw;
        }

        string? Field(string name) => form.Fields.LastOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
