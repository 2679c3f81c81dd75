using System.Text.Json.Nodes;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Fields of features in ArcGIS's words.</summary>
internal static class EsriFields
{
    private const int UsualLength = 255;

    /// <summary>The number of a feature as a field, for orders and statistics.</summary>
    public static FeatureField Id { get; } = new(FeatureTableDefinition.IdField, FeatureFieldType.Integer);

    /// <summary>The number of a feature, as every answer has it.</summary>
    public static JsonObject IdToJson() => Make(FeatureTableDefinition.IdField, FeatureTableDefinition.IdField, "OID", null, isNullable: false);

    /// <summary>A field of the table.</summary>
    public static JsonObject ToJson(FeatureField field) => Make(
        field.Name, field.Alias ?? field.Name, TypeOf(field.Type), field.Type == FeatureFieldType.Text ? field.Length > 0 ? field.Length : UsualLength : null, isNullable: true);

    /// <summary>A statistic.</summary>
    public static JsonObject ToJson(FeatureStatistic statistic)
    {
        var type = statistic.Kind switch
        {
            StatisticKind.Count => FeatureFieldType.Integer,
            StatisticKind.Minimum or StatisticKind.Maximum => statistic.Field!.Type,
            _ => FeatureFieldType.Real,
        };
        return Make(statistic.Name, statistic.Name, TypeOf(type), type == FeatureFieldType.Text ? UsualLength : null, isNullable: true);
    }

    /// <summary>A field of a table by its name, in any case; null where there is none.</summary>
    public static FeatureField? Find(IFeatureTable table, string name) =>
        table.Fields.Append(Id).FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string TypeOf(FeatureFieldType type) => type switch { FeatureFieldType.Integer => "Integer", FeatureFieldType.Real => "Double", _ => "String" };

    private static JsonObject Make(string name, string alias, string type, int? length, bool isNullable)
    {
        var field = new JsonObject
        {
            ["name"] = name, ["type"] = $"esriFieldType{type}", ["alias"] = alias, ["sqlType"] = "sqlTypeOther", ["nullable"] = isNullable, ["editable"] = false, ["domain"] = null, ["defaultValue"] = null,
        };
        if (length is not null)
        {
            field["length"] = length;
        }

        return field;
    }
}
