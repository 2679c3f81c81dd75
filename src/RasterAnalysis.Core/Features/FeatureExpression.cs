namespace RasterAnalysis.Features;

/// <summary>A condition on the fields of a table whose every part has been looked at: <see cref="FeatureExpressionParser"/> makes it.</summary>
public abstract record FeatureExpression
{
    private FeatureExpression()
    {
    }

    /// <summary>All of several conditions.</summary>
    public sealed record And(IReadOnlyList<FeatureExpression> Terms) : FeatureExpression;

    /// <summary>One of several conditions.</summary>
    public sealed record Or(IReadOnlyList<FeatureExpression> Terms) : FeatureExpression;

    /// <summary>The contrary.</summary>
    public sealed record Not(FeatureExpression Term) : FeatureExpression;

    /// <summary>Two values compared; the sign is SQL's: <c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c>.</summary>
    public sealed record Comparison(FeatureOperand Left, string Sign, FeatureOperand Right) : FeatureExpression;

    /// <summary>A text that fits a pattern, in which <c>%</c> stands for any text and <c>_</c> for a character.</summary>
    public sealed record Like(FeatureOperand Text, FeatureOperand Pattern, string? Escape) : FeatureExpression;

    /// <summary>A value that is one of several.</summary>
    public sealed record In(FeatureOperand Value, IReadOnlyList<FeatureOperand> Values) : FeatureExpression;

    /// <summary>A value that is neither smaller than one nor larger than another.</summary>
    public sealed record Between(FeatureOperand Value, FeatureOperand Low, FeatureOperand High) : FeatureExpression;

    /// <summary>There is no value.</summary>
    public sealed record IsNull(FeatureOperand Value) : FeatureExpression;
}
