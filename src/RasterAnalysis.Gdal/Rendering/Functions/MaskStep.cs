using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Takes pixels out of every plane by the values of some.
internal sealed class MaskStep(MaskFunction function, PixelType type, int bandCount) : SampleStep
{
    private readonly int[] _judges = [.. Enumerable.Range(0, Math.Min(bandCount, function.NoDataValues.Count)).Where(band => function.NoDataValues[band].Count > 0)];
    private readonly int _ranges = Math.Min(bandCount, function.IncludedRanges.Count);

    public override PixelType Type => type;

    public override int BandCount => bandCount;

    public override double[][] Apply(double[][] planes, GridWindow window)
    {
        for (var i = 0; i < window.Count; i++)
        {
            if (IsNoData(planes, i) || !IsIncluded(planes, i))
            {
                foreach (var plane in planes)
                {
                    plane[i] = double.NaN;
                }
            }
        }

        return planes;
    }

    private bool IsNoData(double[][] planes, int i)
    {
        var matches = 0;
        foreach (var band in _judges)
        {
            matches += function.NoDataValues[band].Contains(planes[band][i]) ? 1 : 0;
        }

        return matches > 0 && (!function.MatchAll || matches == _judges.Length);
    }

    private bool IsIncluded(double[][] planes, int i)
    {
        for (var band = 0; band < _ranges; band++)
        {
            if (function.IncludedRanges[band].Contains(planes[band][i]))
            {
                return true;
            }
        }

        return _ranges == 0;
    }
}
