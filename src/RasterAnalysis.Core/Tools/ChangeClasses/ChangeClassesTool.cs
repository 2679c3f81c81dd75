using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ChangeClasses;

/// <summary>Makes a from-to raster of two classified rasters that are items.</summary>
public sealed class ChangeClassesTool : ItemTool
{
    /// <summary>Name of the task.</summary>
    public const string TaskName = "ChangeOfClassifiedRasters";

    /// <summary>The parameter that names the later raster.</summary>
    public const string ToParameter = "toItem";

    /// <summary>The parameter that names the confidence of the earlier raster.</summary>
    public const string FromConfidenceParameter = "fromConfidence";

    /// <summary>The parameter that names the confidence of the later raster.</summary>
    public const string ToConfidenceParameter = "toConfidence";

    /// <summary>The parameter that says what becomes of pixels without a change.</summary>
    public const string UnchangedParameter = "unchanged";

    /// <summary>The parameter that says how sure both classes must be.</summary>
    public const string MinimumParameter = "minimumConfidence";

    private const string Output = "outputClassifiedRaster";

    private static readonly ToolDescription Change = new(
        TaskName,
        "Change Of Classified Rasters",
        "Makes a from-to raster of two classified rasters on one grid, with a class for each pair that occurs, published as an imagery layer, and the matrix of transitions.",
        [
            new(InputParameter, "Input Raster", "The earlier classified raster, an item of this service, by itemId or url.", ParameterNeed.Required),
            new(ToParameter, "To Item", "The later classified raster on the same grid, an item of this service, by itemId or url.", ParameterNeed.Required),
            new(Output, "Output Classified Raster", "Name of the layer to make.", ParameterNeed.Required),
            new(UnchangedParameter, "Unchanged", "keep: pixels without a change keep their class; merge: they are one class; leaveOut: they are NoData.", ParameterNeed.Optional),
            new(FromConfidenceParameter, "From Confidence", "How sure the earlier classes are: an item whose first band has per cent.", ParameterNeed.Optional),
            new(ToConfidenceParameter, "To Confidence", "How sure the later classes are: an item whose first band has per cent.", ParameterNeed.Optional),
            new(MinimumParameter, "Minimum Confidence", "Per cent; where one of the two is less sure there is NoData.", ParameterNeed.Optional),
        ],
        new("outRaster", "Output Raster", "The from-to raster: its item and its image service.", ParameterNeed.Derived),
        [Output]);

    /// <inheritdoc/>
    public override ToolDescription Description => Change;

    /// <inheritdoc/>
    public override string? OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.Raster;

    private protected override IReadOnlyList<RequestedRaster?> ReadMore(RequestReader reader) =>
    [
        ReadRaster(reader, ToParameter),
        .. ChangeOptionsParser.AsksForConfidence(reader)
            ? [ReadRaster(reader, FromConfidenceParameter, hasClasses: false), ReadRaster(reader, ToConfidenceParameter, hasClasses: false)]
            : Array.Empty<RequestedRaster?>(),
    ];

    private protected override Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> ReadOptions(RequestReader reader, ICollection<string> notes)
    {
        var options = ChangeOptionsParser.Read(reader);
        return (items, errors) =>
        {
            ChangeInputs.Check(items, errors);
            return PlanJson.Write(options);
        };
    }
}
