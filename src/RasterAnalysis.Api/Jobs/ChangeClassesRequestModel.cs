using System.ComponentModel.DataAnnotations;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>What a classified raster is compared with, and how.</summary>
/// <param name="ToItem">The later classified raster, on the same grid.</param>
/// <param name="Unchanged"><c>keep</c>, as unless given: pixels without a change keep their class; <c>merge</c>: they are one class; <c>leaveOut</c>: they are NoData.</param>
/// <param name="FromConfidence">How sure the earlier classes are: a raster on the same grid whose first band has per cent, such as <c>result.confidence</c> of the job that made them.</param>
/// <param name="ToConfidence">How sure the later classes are; it has to be there where <paramref name="FromConfidence"/> is.</param>
/// <param name="MinimumConfidence">Per cent, 0 to 100: where one of the two is less sure, or says nothing, there is NoData. It has to be there where they are.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layers'.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
[AlsoTaken("outputClassifiedRaster", "folderId")]
internal sealed record ChangeClassesRequestModel(
    ItemReferenceModel ToItem,
    [property: AllowedValues("keep", "merge", "leaveOut")] string? Unchanged,
    ItemReferenceModel? FromConfidence,
    ItemReferenceModel? ToConfidence,
    int? MinimumConfidence,
    string? OutputName,
    string? Folder);
