namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>A logical line of a Python file: a simple statement, or the header of a block with what stands behind its colon.</summary>
/// <param name="Indent">Column of its first token; tabs count to the next multiple of eight, as Python counts them.</param>
/// <param name="Tokens">Its tokens; at least one.</param>
internal sealed record PythonLine(int Indent, IReadOnlyList<PythonToken> Tokens)
{
    /// <summary>Line of the file, from 1.</summary>
    public int Number => Tokens[0].Line;
}
