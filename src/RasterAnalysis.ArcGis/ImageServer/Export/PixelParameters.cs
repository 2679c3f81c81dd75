using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>The parameters of <c>exportImage</c> that say what pixel values become.</summary>
internal static class PixelParameters
{
    /// <summary>Reads <c>noData</c> and <c>noDataInterpretation</c>. Without the latter a list of values must match in all bands, one value in any.</summary>
    public static NoDataRule? ParseNoData(RequestParameters parameters, int bandCount, List<RequestError> faults)
    {
        bool? matchAll = parameters["noDataInterpretation"]?.ToUpperInvariant() switch
        {
            null => null,
            "ESRINODATAMATCHANY" => false,
            "ESRINODATAMATCHALL" => true,
            _ => Refuse("noDataInterpretation", "must be esriNoDataMatchAny or esriNoDataMatchAll."),
        };
        if (parameters["noData"] is not { } text)
        {
            return null;
        }

        var values = NumberList.Parse(text);
        if (values.Length > Math.Max(1, bandCount) || !values.All(double.IsFinite))
        {
            Refuse("noData", $"must be a number, or a number for each of the {bandCount} bands with commas between them.");
            return null;
        }

        return new NoDataRule(values, matchAll ?? values.Length > 1);

        bool? Refuse(string field, string message)
        {
            faults.Add(new RequestError(field, message));
            return null;
        }
    }

    /// <summary>Reads <c>compressionQuality</c>, for JPEG.</summary>
    public static int ParseQuality(string? text, List<RequestError> faults)
    {
        if (text is null || (NumberList.Parse(text) is [var quality] && quality is >= 0 and <= 100))
        {
            return text is null ? ServiceDescription.DefaultQuality : Math.Max(1, (int)NumberList.Parse(text)[0]);
        }

        faults.Add(new RequestError("compressionQuality", "must be a number from 0 to 100."));
        return ServiceDescription.DefaultQuality;
    }

    /// <summary>Reads <c>compressionTolerance</c> and <c>lercVersion</c>. Without a tolerance LERC keeps every bit.</summary>
    public static double ParseTolerance(RequestParameters parameters, List<RequestError> faults)
    {
        if (parameters["lercVersion"] is { } version && NumberList.Parse(version) is not [2])
        {
            faults.Add(new RequestError("lercVersion", "must be 2."));
        }

        if (parameters["compressionTolerance"] is not { } text)
        {
            return 0;
        }

        if (NumberList.Parse(text) is [>= 0 and var tolerance])
        {
            return tolerance;
        }

        faults.Add(new RequestError("compressionTolerance", "must be a number from 0, in units of the values."));
        return 0;
    }
}
