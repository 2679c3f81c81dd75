namespace RasterAnalysis.Features;

/// <summary>A value in a condition.</summary>
public abstract record FeatureOperand
{
    private FeatureOperand()
    {
    }

    /// <summary>Whether it is a text; a number otherwise.</summary>
    public abstract bool IsText { get; }

    /// <summary>The value of a field of the table, or the number of a feature.</summary>
    public sealed record Field(string Name, FeatureFieldType Type) : FeatureOperand
    {
        /// <inheritdoc/>
        public override bool IsText => Type == FeatureFieldType.Text;
    }

    /// <summary>A value that stands there.</summary>
    public sealed record Literal(FeatureValue Value) : FeatureOperand
    {
        /// <inheritdoc/>
        public override bool IsText => Value.Text is not null;
    }

    /// <summary>A text in capital or in small letters.</summary>
    public sealed record Cased(FeatureOperand Text, bool IsUpper) : FeatureOperand
    {
        /// <inheritdoc/>
        public override bool IsText => true;
    }
}
