namespace RasterAnalysis.Gdal.Areas;

// Pixels and square metres by the number of a class. A row is added up by itself first, then the rows.
internal sealed class ClassSums
{
    private readonly List<int> _met = [];
    private Sum[] _sums = new Sum[16];

    // Of the row: pixels at even and at odd places apart, so that one of a class need not wait for the one beside it.
    private Part[] _even = new Part[16];
    private Part[] _odd = new Part[16];

    public long PixelsOf(int number) => number + 1 < _sums.Length ? _sums[number + 1].Pixels : 0;

    public double SquareMetresOf(int number) => number + 1 < _sums.Length ? _sums[number + 1].SquareMetres.Value : 0;

    // numbers: those of classes that were met so far, below `classes`, and ClassSamples.NoData.
    public void Add(ReadOnlySpan<int> numbers, ReadOnlySpan<double> squareMetres, int classes)
    {
        Grow(classes + 1);
        var (even, odd) = (_even, _odd);
        var i = 0;
        for (; i < numbers.Length - 1; i += 2)
        {
            Count(ref even[numbers[i] + 1], numbers[i], squareMetres[i]);
            Count(ref odd[numbers[i + 1] + 1], numbers[i + 1], squareMetres[i + 1]);
        }

        if (i < numbers.Length)
        {
            Count(ref even[numbers[i] + 1], numbers[i], squareMetres[i]);
        }

        foreach (var number in _met)
        {
            // whoever is in the list twice is empty the second time
            Add(ref _sums[number + 1], even[number + 1]);
            Add(ref _sums[number + 1], odd[number + 1]);
            (even[number + 1], odd[number + 1]) = (default, default);
        }

        _met.Clear();
    }

    private void Count(ref Part part, int number, double squareMetres)
    {
        if (part.Pixels == 0)
        {
            _met.Add(number);
        }

        part.Pixels++;
        part.SquareMetres += squareMetres;
    }

    private static void Add(ref Sum sum, Part part)
    {
        sum.Pixels += part.Pixels;
        sum.SquareMetres.Add(part.SquareMetres);
    }

    private void Grow(int count)
    {
        if (count > _sums.Length)
        {
            var length = Math.Max(count, _sums.Length * 2);
            Array.Resize(ref _sums, length);
            Array.Resize(ref _even, length);
            Array.Resize(ref _odd, length);
        }
    }

    private struct Part
    {
        public double SquareMetres;
        public int Pixels;
    }

    private struct Sum
    {
        public long Pixels;
        public NeumaierSum SquareMetres;
    }
}
