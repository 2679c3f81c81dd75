namespace RasterAnalysis.Finiteness;

/// <summary>How many pixels of a section follow from a value that is no finite number.</summary>
/// <param name="Node">The node that made it, for messages.</param>
/// <param name="Cause">What must have happened there.</param>
/// <param name="HiddenBy">The node behind it that may hide it.</param>
/// <param name="Pixels">Pixels of the section with a class of their own: not those without data.</param>
public sealed record NonFiniteCount(string Node, string Cause, string HiddenBy, long Pixels);
