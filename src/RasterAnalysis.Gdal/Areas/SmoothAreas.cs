using System.Numerics;
using System.Runtime.CompilerServices;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// Pixels by a polynomial of the density in columns and rows, a sum of products of Chebyshev polynomials, integrated over each pixel. That it is the density was looked at between its nodes.
internal sealed class SmoothAreas : PixelAreas
{
    // Gauss-Legendre of five places is exact for polynomials up to degree 9, so for the integrals of these
    private const int Degree = 8;
    private const int Count = Degree + 1;
    private const int Checks = 5;
    private const double MostError = 2e-10;

    // of the mean density: below it lies what PROJ rounds off
    private const double Nothing = 1e-12;

    private static readonly (double Place, double Weight)[] Gauss =
    [
        (0.5, 128.0 / 450),
        .. from side in new[] { -1, 1 }
           from root in new[] { -1, 1 }
           select (0.5 + (side * Math.Sqrt(5 - (root * 2 * Math.Sqrt(10.0 / 7))) / 6), (322 + (root * 13 * Math.Sqrt(70))) / 1800),
    ];

    private static readonly double[] Nodes = [.. Enumerable.Range(0, Count).Select(i => Math.Cos(Math.PI * (i + 0.5) / Count))];
    private static readonly double[] CheckPlaces = [.. Enumerable.Range(0, Checks).Select(i => (2 * (i + 0.5) / Checks) - 1)];

    private readonly double[,] _coefficients;
    private readonly int _columnTerms;
    private readonly int _rowTerms;
    private readonly double[] _factors = new double[Count];
    private double[] _columns = [];
    private double[] _sums = [];

    private SmoothAreas(PixelWindow window, double[,] coefficients)
        : base(window)
    {
        _coefficients = coefficients;
        (_columnTerms, _rowTerms) = (1, 1);
        var least = Nothing * Math.Abs(coefficients[0, 0]);
        for (var k = 0; k < Count; k++)
        {
            for (var l = 0; l < Count; l++)
            {
                if (Math.Abs(coefficients[k, l]) > least)
                {
                    (_columnTerms, _rowTerms) = (Math.Max(_columnTerms, k + 1), Math.Max(_rowTerms, l + 1));
                }
            }
        }
    }

    // Null where the density is no such polynomial, to 2e-10 of it. hasGround: whether there is any at the places that were looked at.
    public static SmoothAreas? TryFit(IPixelDensity density, PixelWindow window, out bool hasGround)
    {
        var (columns, rows) = (new List<double>(), new List<double>());
        foreach (var places in new[] { Nodes, CheckPlaces })
        {
            foreach (var u in places)
            {
                foreach (var v in places)
                {
                    columns.Add(window.ColumnOffset + ((u + 1) / 2 * window.Width));
                    rows.Add(window.RowOffset + ((v + 1) / 2 * window.Height));
                }
            }
        }

        var found = new double[columns.Count];
        density.Read(columns.ToArray(), rows.ToArray(), found, needsAll: true);
        hasGround = Array.Exists(found, value => !double.IsNaN(value));
        if (Array.Exists(found, double.IsNaN))
        {
            return null;
        }

        var areas = new SmoothAreas(window, Coefficients(found));
        for (var i = 0; i < Checks * Checks; i++)
        {
            var value = areas.At(CheckPlaces[i / Checks], CheckPlaces[i % Checks]);
            if (!(Math.Abs(value - found[(Count * Count) + i]) <= MostError * found[(Count * Count) + i]))
            {
                return null;
            }
        }

        return areas;
    }

    public override void Begin(PixelWindow window) => (_columns, _sums) = (Integrals(window.ColumnOffset - Window.ColumnOffset, window.Width, Window.Width, _columnTerms), []);

    public override void ReadBefore(int row, int width, ReadOnlySpan<int> columns, Span<double> squareMetres)
    {
        SetFactors(row);
        AddUp(width);
        ReadOnlySpan<double> factors = _factors.AsSpan(0, _columnTerms);
        for (var i = 0; i < columns.Length; i++)
        {
            var terms = _sums.AsSpan(columns[i] * factors.Length, factors.Length);
            var sum = factors[0] * terms[0];
            for (var k = 1; k < factors.Length; k++)
            {
                sum += factors[k] * terms[k];
            }

            squareMetres[i] = sum;
        }
    }

    public override void Read(int row, Span<double> squareMetres)
    {
        SetFactors(row);
        for (var k = 0; k < _columnTerms; k++)
        {
            Add(_factors[k], _columns.AsSpan(k * squareMetres.Length, squareMetres.Length), squareMetres, isFirst: k == 0);
        }
    }

    // the integrals of the columns up to each one, by column and then by term: a row only weighs them
    private void AddUp(int width)
    {
        if (_sums.Length > 0)
        {
            return;
        }

        _sums = new double[(width + 1) * _columnTerms];
        for (var column = 0; column < width; column++)
        {
            for (var k = 0; k < _columnTerms; k++)
            {
                _sums[((column + 1) * _columnTerms) + k] = _sums[(column * _columnTerms) + k] + _columns[(k * width) + column];
            }
        }
    }

    private void SetFactors(int row)
    {
        var rowIntegrals = Integrals(row - Window.RowOffset, 1, Window.Height, _rowTerms);
        for (var k = 0; k < _columnTerms; k++)
        {
            _factors[k] = 0;
            for (var l = 0; l < _rowTerms; l++)
            {
                _factors[k] += _coefficients[k, l] * rowIntegrals[l];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(double factor, ReadOnlySpan<double> terms, Span<double> sums, bool isFirst)
    {
        if (isFirst)
        {
            sums.Clear();
        }

        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sums[i..]) + (factor * new Vector<double>(terms[i..]))).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += factor * terms[i];
        }
    }

    // Means of the first polynomials over pixels, term by term: [term, pixel].
    private static double[] Integrals(int first, int count, int all, int terms)
    {
        var integrals = new double[terms * count];
        Span<double> values = stackalloc double[Count];
        for (var pixel = 0; pixel < count; pixel++)
        {
            foreach (var (place, weight) in Gauss)
            {
                Polynomials((2 * (first + pixel + place) / all) - 1, values);
                for (var k = 0; k < terms; k++)
                {
                    integrals[(k * count) + pixel] += weight * values[k];
                }
            }
        }

        return integrals;
    }

    private static double[,] Coefficients(double[] values)
    {
        var polynomials = new double[Count][];
        for (var i = 0; i < Count; i++)
        {
            Polynomials(Nodes[i], polynomials[i] = new double[Count]);
        }

        var coefficients = new double[Count, Count];
        for (var k = 0; k < Count; k++)
        {
            for (var l = 0; l < Count; l++)
            {
                var sum = 0.0;
                for (var i = 0; i < Count * Count; i++)
                {
                    sum += values[i] * polynomials[i / Count][k] * polynomials[i % Count][l];
                }

                coefficients[k, l] = sum * (k == 0 ? 1 : 2) * (l == 0 ? 1 : 2) / (Count * Count);
            }
        }

        return coefficients;
    }

    private static void Polynomials(double place, Span<double> values)
    {
        (values[0], values[1]) = (1, place);
        for (var k = 2; k < Count; k++)
        {
            values[k] = (2 * place * values[k - 1]) - values[k - 2];
        }
    }

    private double At(double u, double v)
    {
        Span<double> across = stackalloc double[Count];
        Span<double> down = stackalloc double[Count];
        Polynomials(u, across);
        Polynomials(v, down);
        var sum = 0.0;
        for (var k = 0; k < _columnTerms; k++)
        {
            for (var l = 0; l < _rowTerms; l++)
            {
                sum += _coefficients[k, l] * across[k] * down[l];
            }
        }

        return sum;
    }
}
