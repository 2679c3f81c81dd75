using RasterAnalysis.Accuracy;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Items;

/// <summary>Takes a reference and what is said of it out of a form.</summary>
internal static class ReferenceForm
{
    private const int MaxFieldBytes = 1 << 16;
    private const string FileField = "reference";
    private static readonly string[] Known = ["field", "crs", "match", "kappa"];

    /// <summary>Reads the file <c>reference</c> and the fields beside it.</summary>
    /// <returns>The reference, whose file the caller deletes, and whether kappa is wanted.</returns>
    /// <exception cref="InvalidRequestException">The body is no multipart form, has no file, is too large, or has fields that cannot be taken. Nothing is left.</exception>
    public static async Task<(AccuracyReference Reference, bool WithKappa)> ReadAsync(HttpRequest request, DataLayout layout, JobLimits limits, CancellationToken cancellationToken)
    {
        if (!UploadedForm.IsIn(request))
        {
            throw new InvalidRequestException(FileField, "is missing; send multipart/form-data with a field 'reference', for example curl -F reference=@points.geojson.");
        }

        var form = new UploadedForm(layout.UploadFolder, limits.MaxFileBytes, MaxFieldBytes, FileField);
        await form.ReadAsync(request, cancellationToken);
        var file = form.File ?? throw new InvalidRequestException(FileField, "is missing; send it as the form field 'reference', with a file name.");
        try
        {
            var faults = form.Fields.Where(field => !Known.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
                .Select(field => new RequestError(field.Key, $"is not known here; known are reference, {string.Join(", ", Known)}.")).ToList();
            var isByValue = Field("match")?.ToLowerInvariant() switch { null or "name" => false, "value" => true, _ => Fault("match", "must be name or value.") };
            var withKappa = Field("kappa")?.ToLowerInvariant() switch { null or "false" => false, "true" => true, _ => Fault("kappa", "must be true or false.") };
            return faults.Count == 0
                ? (new AccuracyReference(file.Path, Path.GetFileName(file.FileName), Field("field"), Field("crs"), isByValue), withKappa)
                : throw new InvalidRequestException(faults);

            bool Fault(string field, string what)
            {
                faults.Add(new RequestError(field, what));
                return false;
            }
        }
        catch
        {
            File.Delete(file.Path);
            throw;
        }

        string? Field(string name) => form.Fields.LastOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;
    }
}
