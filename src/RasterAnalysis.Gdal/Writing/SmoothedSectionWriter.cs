using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// Writes a class raster anew, in sections, and counts what differs from the one before.
internal sealed class SmoothedSectionWriter(RasterSize size, ClassifiedRasterProfile profile, ClassCodes codes, IClassWindows before, string folder, int side, SectionAreaMeter? areas)
{
    public delegate void Make(PixelWindow window, Span<ushort> values);

    public SmoothedSections Write(string name, Make make, Action<double>? progress, CancellationToken cancellationToken)
    {
        var sections = new List<SectionRaster>();
        var counts = new long[ushort.MaxValue + 1];
        var changed = 0L;
        var ground = new List<SectionAreas?>();
        var values = new ushort[Math.Min(side, size.Width) * Math.Min(side, size.Height)];
        var native = new byte[values.Length * profile.PixelType.ByteSize()];
        foreach (var window in ClassSmoother.Windows(size, side))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var made = values.AsSpan(0, (int)window.PixelCount);
            make(window, made);
            foreach (var code in made)
            {
                counts[code]++;
            }

            changed += Differing(made, before.Read(window));
            var bytes = native.AsSpan(0, made.Length * profile.PixelType.ByteSize());
            codes.Encode(made, bytes);
            var section = new SectionRaster(Path.Combine(folder, $"{name}-{sections.Count}.tif"), window);
            SectionRasterWriter.Write(section.Path, new RasterGrid(new RasterSize(window.Width, window.Height), GeoTransform.Identity, null), profile.PixelType, bytes);
            sections.Add(section);
            ground.Add(areas?.Measure(window, bytes));
            progress?.Invoke((window.RowOffset + ((double)window.Height * window.ColumnEnd / size.Width)) / size.Height);
        }

        counts[codes.NoData] = 0;
        return new SmoothedSections(
            sections, [.. counts.Index().Where(count => count.Item > 0).Select(count => new ClassCount(codes.ValueOf((ushort)count.Index), count.Item))], changed, null, null)
        {
            Areas = SectionAreas.Sum(ground),
        };
    }

    private static long Differing(ReadOnlySpan<ushort> one, ReadOnlySpan<ushort> other)
    {
        var differing = 0L;
        for (var i = 0; i < one.Length; i++)
        {
            differing += one[i] == other[i] ? 0 : 1;
        }

        return differing;
    }
}
