using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Writing.Overviews;

// Mode of bytes, which most class rasters are, by vectors: each 16-bit lane holds two neighbours of a row.
internal sealed class ByteMode : IHalving<byte>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Halve(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> target, byte noData)
    {
        var done = 0;
        if (lower.Length == upper.Length && BitConverter.IsLittleEndian)
        {
            var above = MemoryMarshal.Cast<byte, Vector<ushort>>(upper);
            var below = MemoryMarshal.Cast<byte, Vector<ushort>>(lower);
            var packed = MemoryMarshal.Cast<byte, Vector<byte>>(target);
            var nothing = new Vector<ushort>(noData);
            for (var i = 0; i < packed.Length && (2 * i) + 1 < above.Length; i++)
            {
                packed[i] = Vector.Narrow(
                    Of(above[2 * i], below[2 * i], nothing), Of(above[(2 * i) + 1], below[(2 * i) + 1], nothing));
                done = (i + 1) * Vector<byte>.Count;
            }
        }

        Mode<byte>.Halve(upper[(2 * done)..], lower.IsEmpty ? [] : lower[(2 * done)..], target[done..], noData);
    }

    // The rule of Mode<T>, each choice made in all lanes.
    private static Vector<ushort> Of(Vector<ushort> above, Vector<ushort> below, Vector<ushort> noData)
    {
        var low = new Vector<ushort>(byte.MaxValue);
        var (first, second, third, fourth) = (above & low, above >>> 8, below & low, below >>> 8);
        var (noFirst, noSecond, noThird) = (Vector.Equals(first, noData), Vector.Equals(second, noData), Vector.Equals(third, noData));
        var firstWins = Vector.AndNot(Vector.Equals(first, second) | Vector.Equals(first, third), noFirst);
        var secondWins = Vector.AndNot(Vector.Equals(second, third), noSecond);
        var fourthWins = Vector.AndNot(Vector.Equals(fourth, first) | Vector.Equals(fourth, second), Vector.Equals(fourth, noData));
        var thirdWins = Vector.AndNot(Vector.Equals(third, fourth), noThird);
        var alone = Vector.ConditionalSelect(
            noFirst, Vector.ConditionalSelect(noSecond, Vector.ConditionalSelect(noThird, fourth, third), second), first);
        return Vector.ConditionalSelect(
            firstWins, first, Vector.ConditionalSelect(secondWins, second, Vector.ConditionalSelect(fourthWins, fourth, Vector.ConditionalSelect(thirdWins, third, alone))));
    }
}
