using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal.Searching;

/// <summary>A condition on items.</summary>
internal abstract record SearchCondition
{
    /// <summary>Holds for every item.</summary>
    public static SearchCondition Everything { get; } = new All([]);

    /// <summary>Whether it holds for an item.</summary>
    public abstract bool Matches(CatalogItem item);

    /// <summary>Each of several.</summary>
    internal sealed record All(IReadOnlyList<SearchCondition> Conditions) : SearchCondition
    {
        /// <inheritdoc/>
        public override bool Matches(CatalogItem item) => Conditions.All(condition => condition.Matches(item));
    }

    /// <summary>At least one of several.</summary>
    internal sealed record Any(IReadOnlyList<SearchCondition> Conditions) : SearchCondition
    {
        /// <inheritdoc/>
        public override bool Matches(CatalogItem item) => Conditions.Any(condition => condition.Matches(item));
    }

    /// <summary>Not that.</summary>
    internal sealed record Not(SearchCondition Condition) : SearchCondition
    {
        /// <inheritdoc/>
        public override bool Matches(CatalogItem item) => !Condition.Matches(item);
    }

    /// <summary>A term in a field, or in any of the usual fields.</summary>
    /// <param name="Field">The field; null for the usual ones.</param>
    /// <param name="Term">What must be there.</param>
    internal sealed record Has(SearchField? Field, SearchTerm Term) : SearchCondition
    {
        /// <inheritdoc/>
        public override bool Matches(CatalogItem item) => Field is { } field
            ? Term.IsIn(field, item)
            : SearchField.Usual.Any(usual => Term.IsIn(usual, item));
    }
}
