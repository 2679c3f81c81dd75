using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The file of a job's table of features.</summary>
internal static class FeatureTableFile
{
    /// <summary>Has it written; it appears complete or not at all.</summary>
    /// <param name="request">The request; it names file, layer and parts.</param>
    /// <param name="write">Writes it, given a path, the layer's name and the parts.</param>
    public static void Write(InstanceRequest.Assemble request, Action<string, string, PartSections[]> write)
    {
        PartSections[] parts = [new(request.Metadata[PartSections.NameKey], request.PlanPath, request.SectionPaths), .. request.More];
        var unfinished = $"{request.TargetPath}.{Guid.NewGuid():N}.part.gpkg";
        try
        {
            write(unfinished, request.Metadata[PartSections.LayerKey], parts);
            File.Move(unfinished, request.TargetPath, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
