using Microsoft.Data.Sqlite;
using RasterAnalysis.Features;
using static RasterAnalysis.Gdal.Features.GeoPackageLayout;

namespace RasterAnalysis.Gdal.Features;

// Statements of queries. Every value is a parameter; names are the table's own.
internal sealed class FeatureSql(GeoPackageLayout layout)
{
    // Functions that GeoPackageTable gives the connection.
    public const string Matches = "ra_matches";
    public const string Upper = "ra_upper";
    public const string Lower = "ra_lower";
    public const string Bounds = "ra_bounds";
    public const string Variance = "ra_variance";
    public const string Deviation = "ra_deviation";

    private readonly List<FeatureValue> _values = [];

    public SqliteCommand Count(SqliteConnection connection, FeatureQuery query) => Make(connection, $"SELECT count(*) FROM {Quote(layout.Table)}{Where(query)}");

    public SqliteCommand Extent(SqliteConnection connection, FeatureQuery query) =>
        Make(connection, $"SELECT {Bounds}({Quote(layout.Shape)}) FROM {Quote(layout.Table)}{Where(query)}");

    public SqliteCommand Ids(SqliteConnection connection, FeatureQuery query) =>
        Make(connection, $"SELECT {Quote(layout.Id)} FROM {Quote(layout.Table)}{Where(query)}{Order(query.Order, [])}{Bound(query)}");

    public SqliteCommand Rows(SqliteConnection connection, FeatureQuery query)
    {
        var columns = new List<string> { layout.Id };
        if (query.HasGeometry)
        {
            columns.Add(layout.Shape);
        }

        columns.AddRange((query.Fields ?? layout.Fields).Select(field => field.Name));
        return Make(connection, $"SELECT {string.Join(", ", columns.Select(Quote))} FROM {Quote(layout.Table)}{Where(query)}{Order(query.Order, [])}{Bound(query)}");
    }

    public SqliteCommand Summary(SqliteConnection connection, FeatureQuery query, IReadOnlyList<FeatureField> groupBy, IReadOnlyList<FeatureStatistic> statistics)
    {
        string[] groups = [.. groupBy.Select(field => Quote(Column(field.Name)))];
        string[] columns = [.. groups, .. statistics.Select((statistic, number) => $"{Aggregate(statistic)} AS s{number}")];
        var by = groups.Length == 0 ? "" : $" GROUP BY {string.Join(", ", groups)}";
        var names = statistics.Select((statistic, number) => (statistic.Name, Column: $"s{number}")).ToArray();
        return Make(
            connection,
            $"SELECT {string.Join(", ", columns)} FROM {Quote(layout.Table)}{Where(query)}{by}{(groups.Length == 0 ? "" : Order(query.Order, names, groups))}{Bound(query)}");
    }

    private string Aggregate(FeatureStatistic statistic)
    {
        var column = statistic.Field is { } field ? Quote(Column(field.Name)) : null;
        return statistic.Kind switch
        {
            StatisticKind.Count => $"count({column ?? "*"})",
            // as numbers of double precision, since a sum of whole numbers may be too large for one
            StatisticKind.Sum => $"sum(1.0 * {column})",
            StatisticKind.Minimum => $"min({column})",
            StatisticKind.Maximum => $"max({column})",
            StatisticKind.Average => $"avg({column})",
            StatisticKind.StandardDeviation => $"{Deviation}({column})",
            _ => $"{Variance}({column})",
        };
    }

    private string Where(FeatureQuery query)
    {
        var terms = new List<string>();
        if (query.Ids is { } ids)
        {
            terms.Add($"{Quote(layout.Id)} IN (SELECT value FROM json_each({Value($"[{string.Join(',', ids)}]")}))");
        }

        if (query.Filter is { } filter && !(layout.Extent is { } all && filter.HoldsAllOf(all)))
        {
            if (layout.HasIndex)
            {
                // the index has numbers of single precision, rounded outwards
                terms.Add(
                    $"{Quote(layout.Id)} IN (SELECT id FROM {layout.Index} WHERE minx <= {Value(filter.Extent.XMax)} AND maxx >= {Value(filter.Extent.XMin)}"
                    + $" AND miny <= {Value(filter.Extent.YMax)} AND maxy >= {Value(filter.Extent.YMin)})");
            }

            terms.Add($"{Matches}({Quote(layout.Shape)})");
        }

        if (query.Where is { } where)
        {
            terms.Add(Condition(where));
        }

        return terms.Count == 0 ? "" : $" WHERE {string.Join(" AND ", terms)}";
    }

    private string Condition(FeatureExpression expression) => expression switch
    {
        FeatureExpression.And and => $"({string.Join(" AND ", and.Terms.Select(Condition))})",
        FeatureExpression.Or or => $"({string.Join(" OR ", or.Terms.Select(Condition))})",
        FeatureExpression.Not not => $"(NOT {Condition(not.Term)})",
        FeatureExpression.Comparison comparison => $"({Operand(comparison.Left)} {comparison.Sign} {Operand(comparison.Right)})",
        FeatureExpression.Like like => $"({Operand(like.Text)} LIKE {Operand(like.Pattern)}{(like.Escape is { } escape ? $" ESCAPE {Value(escape)}" : "")})",
        FeatureExpression.In among => $"({Operand(among.Value)} IN ({string.Join(", ", among.Values.Select(Operand))}))",
        FeatureExpression.Between between => $"({Operand(between.Value)} BETWEEN {Operand(between.Low)} AND {Operand(between.High)})",
        FeatureExpression.IsNull none => $"({Operand(none.Value)} IS NULL)",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, null),
    };

    private string Operand(FeatureOperand operand) => operand switch
    {
        FeatureOperand.Field field => Quote(Column(field.Name)),
        FeatureOperand.Literal literal => Value(literal.Value),
        FeatureOperand.Cased cased => $"{(cased.IsUpper ? Upper : Lower)}({Operand(cased.Text)})",
        _ => throw new ArgumentOutOfRangeException(nameof(operand), operand, null),
    };

    // By number at last, so that pages of an answer never overlap.
    private string Order(IReadOnlyList<FeatureOrder> order, (string Name, string Column)[] statistics, string[]? groups = null)
    {
        var steps = order.Select(step => $"{Quote(statistics.FirstOrDefault(statistic => statistic.Name.Equals(step.Name, StringComparison.OrdinalIgnoreCase)).Column ?? Column(step.Name))}{(step.IsDescending ? " DESC" : "")}");
        return $" ORDER BY {string.Join(", ", steps.Concat(groups ?? [Quote(layout.Id)]))}";
    }

    private string Bound(FeatureQuery query) => query is { Limit: null, Offset: 0 } ? "" : $" LIMIT {Value(query.Limit ?? -1)} OFFSET {Value(query.Offset)}";

    // Names from outside are those of the table, whatever the case; what is none of them never becomes part of a statement.
    private string Column(string name) =>
        name.Equals(FeatureTableDefinition.IdField, StringComparison.OrdinalIgnoreCase) ? layout.Id
        : layout.Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name ?? throw new ArgumentException($"'{name}' is no field.", nameof(name));

    private string Value(FeatureValue value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private SqliteCommand Make(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", _values[i].Type switch
            {
                FeatureFieldType.Integer => _values[i].Integer,
                FeatureFieldType.Real => _values[i].Number,
                FeatureFieldType.Text => _values[i].Text,
                _ => DBNull.Value,
            });
        }

        return command;
    }
}
