using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Puts the classes of a job's features together into one table, in the order of the features.</summary>
internal static class ClassifiedObjectAssembler
{
    // rows between two signs of life
    private const int RowsOfStep = 1000;

    public static void Assemble(InstanceRequest.Assemble request, Action<double> progress) =>
        FeatureTableFile.Write(request, (path, layer, parts) => Write(path, layer, parts, progress));

    private static void Write(string path, string layer, PartSections[] parts, Action<double> progress)
    {
        ObjectPlan[] plans = [.. parts.Select(part => PlanFile.Read<ObjectPlan>(part.PlanPath))];
        ClassifiedObject?[][] found = [.. parts.Zip(plans, FoundIn)];
        using var features = new GeoPackages().Open(ObjectPlan.TablePath(parts[0].PlanPath));
        using var table = GeoPackageWriter.Create(path, ClassifiedObjectTable.Definition(layer, features.Wkt, plans[0].ClassField));
        foreach (var feature in features.Query(new FeatureQuery()))
        {
            // a row for each raster that has its centre; one without a class where none has
            var rows = Enumerable.Range(0, parts.Length).Where(part => found[part][feature.Id] is not null).ToList();
            foreach (var part in rows)
            {
                ClassifiedObjectTable.Append(table, feature, found[part][feature.Id], plans[part], parts[part].Name);
            }

            if (rows.Count == 0)
            {
                ClassifiedObjectTable.Append(table, feature, null, plans[0], null);
            }

            if (feature.Id % RowsOfStep == 0)
            {
                progress((double)feature.Id / plans[0].Features);
            }
        }

        table.Complete();
    }

    private static ClassifiedObject?[] FoundIn(PartSections part, ObjectPlan plan)
    {
        var found = new ClassifiedObject?[plan.Features + 1];
        foreach (var one in part.SectionPaths.SelectMany(ClassifiedObjectFile.Read))
        {
            found[one.Id] = one;
        }

        return found;
    }
}
