using RasterAnalysis.Models;

namespace RasterAnalysis.Api.Items;

/// <summary>One thing that was done to the package's network when it came in, or how close it came.</summary>
/// <param name="Name">What it is, in a word that stays the same.</param>
/// <param name="Text">The same in a sentence.</param>
/// <param name="Value">The figure, where it is one.</param>
/// <param name="Unit">What the figure counts.</param>
internal sealed record PreparationModel(string Name, string Text, double? Value, string? Unit)
{
    public static PreparationModel From(PreparationNote note) => new(note.Name, note.Text, note.Value, note.Unit);
}
