namespace RasterAnalysis.Features;

// Kinds of the pieces of a condition.
internal enum ExpressionTokenKind
{
    End,
    Word,

    // in double quotation marks
    Name,
    Text,
    Number,
    Sign,
}
