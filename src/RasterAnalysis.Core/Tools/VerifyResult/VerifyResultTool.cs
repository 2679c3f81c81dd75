using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>Makes sections of a result again and compares them with it.</summary>
public sealed class VerifyResultTool : ItemTool
{
    /// <summary>Name of the task.</summary>
    public const string TaskName = "VerifyClassifiedRaster";

    private const string SectionsParameter = "sections";
    private const int UsualSections = 10;

    private static readonly ToolDescription Verify = new(
        TaskName,
        "Verify Classified Raster",
        "Makes sections of a classified raster again, from nothing but the record of its making, and counts the pixels that differ.",
        [
            new(InputParameter, "Input Raster", "The classified raster, a result of this service, by itemId or url.", ParameterNeed.Required),
            new(SectionsParameter, "Sections", "How many sections are made again, drawn by chance, or all.", ParameterNeed.Optional),
        ],
        new("verification", "Verification", "Sections and pixels that were made again, and how many pixels differ.", ParameterNeed.Derived),
        []);

    /// <inheritdoc/>
    public override ToolDescription Description => Verify;

    /// <inheritdoc/>
    public override string? OutputParameter => null;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.Value;

    private protected override Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> ReadOptions(RequestReader reader, ICollection<string> notes)
    {
        var options = new VerifyOptions(Sections(reader));
        return (_, _) => PlanJson.Write(options);
    }

    private static int? Sections(RequestReader reader)
    {
        if (reader.Node(SectionsParameter) is not { } node)
        {
            return UsualSections;
        }

        if (node.AsText() is { } text && text.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (node.AsInt32() is { } number and >= 1)
        {
            return number;
        }

        reader.Refuse(SectionsParameter, "must be a whole number of sections, 1 or more, or \"all\".");
        return null;
    }
}
