using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>How much ground each class of a section has.</summary>
/// <param name="Method">How it was found.</param>
/// <param name="Note">The same in a sentence.</param>
/// <param name="NoDataSquareMetres">That of pixels without a class.</param>
/// <param name="Classes">That of each class value that occurs.</param>
public sealed record SectionAreas(AreaMethod Method, string Note, double NoDataSquareMetres, IReadOnlyList<ClassGround> Classes)
{
    /// <summary>Square metres of a class value.</summary>
    public double Of(long value) => Classes.FirstOrDefault(c => c.Value == value)?.SquareMetres ?? 0;

    /// <summary>Several sections added up; null where one is not known, where there is none, or where none has any ground.</summary>
    public static SectionAreas? Sum(IReadOnlyList<SectionAreas?> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        if (sections is not [{ } first, ..] || sections.Any(section => section is null || section.Method != first.Method || section.Note != first.Note))
        {
            return null;
        }

        var sum = first with
        {
            NoDataSquareMetres = sections.Sum(section => section!.NoDataSquareMetres),
            Classes = [.. sections.SelectMany(section => section!.Classes).GroupBy(c => c.Value).Select(group => new ClassGround(group.Key, group.Sum(c => c.SquareMetres)))],
        };
        return sum.NoDataSquareMetres + sum.Classes.Sum(c => c.SquareMetres) > 0 ? sum : null;
    }
}
