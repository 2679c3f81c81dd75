namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>A token of a Python file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text or value; see <see cref="PythonTokenKind"/>.</param>
/// <param name="Line">Line of the file, from 1.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string text) => Kind == PythonTokenKind.Operator && Text == text;

    /// <summary>Whether it is this name or keyword.</summary>
    public bool IsName(string text) => Kind == PythonTokenKind.Name && Text == text;
}
