using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RasterAnalysis.Gdal.Areas;

// Rows of classes are runs of pixels.
internal static class ClassRuns
{
    // Finds where the runs of a row end: the column behind each, ascending. ends: at least as long as the row. How many there are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find<T>(ReadOnlySpan<T> row, Span<int> ends)
        where T : unmanaged, IEquatable<T>
    {
        var (count, column) = (0, 0);
        for (; column < row.Length - Vector256<T>.Count; column += Vector256<T>.Count)
        {
            // each pixel beside the one behind it; a bit for each that differs
            var same = Vector256.Equals(Vector256.Create(row[column..]), Vector256.Create(row[(column + 1)..])).ExtractMostSignificantBits();
            for (var differing = ~same & (uint)((1ul << Vector256<T>.Count) - 1); differing != 0; differing &= differing - 1)
            {
                ends[count++] = column + BitOperations.TrailingZeroCount(differing) + 1;
            }
        }

        for (; column < row.Length - 1; column++)
        {
            if (!row[column].Equals(row[column + 1]))
            {
                ends[count++] = column + 1;
            }
        }

        if (row.Length > 0)
        {
            ends[count++] = row.Length;
        }

        return count;
    }
}
