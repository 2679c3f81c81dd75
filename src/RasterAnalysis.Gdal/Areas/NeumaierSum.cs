namespace RasterAnalysis.Gdal.Areas;

// A sum that loses nothing of the small beside the large (Neumaier).
internal struct NeumaierSum
{
    private double _sum;
    private double _lost;

    public readonly double Value => _sum + _lost;

    public void Add(double part)
    {
        var total = _sum + part;
        _lost += Math.Abs(_sum) >= Math.Abs(part) ? _sum - total + part : part - total + _sum;
        _sum = total;
    }
}
