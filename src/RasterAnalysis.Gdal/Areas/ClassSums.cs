namespace RasterAnalysis.Gdal.Areas;

// Pixels and square metres by the number of a class. A run of a class is added up by itself first, and runs so that nothing is lost of the small beside the large (Neumaier).
internal sealed class ClassSums
{
    private Sum[] _sums = new Sum[16];

    public long PixelsOf(int number) => number + 1 < _sums.Length ? _sums[number + 1].Pixels : 0;

    public double SquareMetresOf(int number) => number + 1 < _sums.Length ? _sums[number + 1].Total + _sums[number + 1].Lost : 0;

    public void Add(ReadOnlySpan<int> numbers, ReadOnlySpan<double> squareMetres)
    {
        var (run, last) = (0.0, numbers[0]);
        var first = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != last)
            {
                Add(last, i - first, run);
                (run, last, first) = (0, numbers[i], i);
            }

            run += squareMetres[i];
        }

        Add(last, numbers.Length - first, run);
    }

    private void Add(int number, int pixels, double squareMetres)
    {
        if (number + 1 >= _sums.Length)
        {
            Array.Resize(ref _sums, Math.Max(number + 2, _sums.Length * 2));
        }

        ref var sum = ref _sums[number + 1];
        var total = sum.Total + squareMetres;
        sum.Lost += Math.Abs(sum.Total) >= Math.Abs(squareMetres) ? sum.Total - total + squareMetres : squareMetres - total + sum.Total;
        (sum.Pixels, sum.Total) = (sum.Pixels + pixels, total);
    }

    private struct Sum
    {
        public long Pixels;
        public double Total;
        public double Lost;
    }
}
