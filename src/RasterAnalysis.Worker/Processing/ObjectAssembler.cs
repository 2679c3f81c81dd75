using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Puts the objects of a job's sections together into one table.</summary>
internal static class ObjectAssembler
{
    public static void Assemble(InstanceRequest.Assemble request, Action<double> progress) =>
        FeatureTableFile.Write(request, (path, layer, parts) => Write(path, layer, parts, progress));

    private static void Write(string path, string layer, PartSections[] parts, Action<double> progress)
    {
        var first = PlanFile.Read<DetectionPlan>(parts[0].PlanPath);
        using var table = GeoPackageWriter.Create(path, ObjectTable.Definition(layer, first.Grid.ProcessingGrid.Wkt, first.Options));
        foreach (var (number, part) in parts.Index())
        {
            var plan = number == 0 ? first : PlanFile.Read<DetectionPlan>(part.PlanPath);
            foreach (var found in ObjectMerge.Merge(plan, part.SectionPaths, share => progress((number + share) / parts.Length)))
            {
                ObjectTable.Append(table, found, plan, part.Name);
            }
        }

        table.Complete();
    }
}
