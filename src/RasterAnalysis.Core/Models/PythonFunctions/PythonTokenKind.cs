namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>Kinds of tokens of a Python file, as far as literals need them apart.</summary>
internal enum PythonTokenKind
{
    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A number; the token's text is its value in plain decimal notation.</summary>
    Number,

    /// <summary>A text; the token's text is what stands between the quotes, with its escapes resolved.</summary>
    String,

    /// <summary>A text that is worked out (f-string, t-string), a bytes literal, or a complex number: no plain literal.</summary>
    Opaque,

    /// <summary>An operator or a bracket.</summary>
    Operator,
}
