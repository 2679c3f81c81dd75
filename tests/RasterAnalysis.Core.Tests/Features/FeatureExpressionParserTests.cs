using RasterAnalysis.Features;

namespace RasterAnalysis.Core.Tests.Features;

public sealed class FeatureExpressionParserTests
{
    private static readonly FeatureField[] Fields =
    [
        new("Class", FeatureFieldType.Text), new("Confidence", FeatureFieldType.Real), new("Value", FeatureFieldType.Integer),
    ];

    [Fact]
    public void NOT_binds_closer_than_AND_and_AND_closer_than_OR()
    {
        var expression = Parse("Value = 1 OR NOT Value = 2 AND Value = 3");

        var either = Assert.IsType<FeatureExpression.Or>(expression);
        var both = Assert.IsType<FeatureExpression.And>(either.Terms[1]);
        Assert.IsType<FeatureExpression.Not>(both.Terms[0]);
        Assert.IsType<FeatureExpression.Comparison>(both.Terms[1]);
    }

    [Fact]
    public void Fields_are_found_whatever_the_case_and_named_as_the_table_does()
    {
        var comparison = Assert.IsType<FeatureExpression.Comparison>(Parse("\"cLASS\" <> 'it''s'"));

        Assert.Equal(new FeatureOperand.Field("Class", FeatureFieldType.Text), comparison.Left);
        Assert.Equal("it's", Assert.IsType<FeatureOperand.Literal>(comparison.Right).Value.Text);
    }

    [Theory]
    [InlineData("1=1")]
    [InlineData("1 = 1 AND objectid >= 5")]
    [InlineData("Confidence>.5 and Confidence<=-1e+3")]
    [InlineData("Confidence BETWEEN 10 AND 20 AND Value IN (1, 2,3)")]
    [InlineData("NOT (Class LIKE 'a%' ESCAPE '\\') OR Class IS NOT NULL")]
    [InlineData("UPPER(Class) NOT LIKE UPPER('%b_')")]
    [InlineData("Value != 3")]
    [InlineData("NOT NOT Value NOT IN (3)")]
    public void Conditions_of_clients_are_read(string where) => Assert.NotNull(Parse(where));

    [Theory]
    [InlineData("", "ends where a field, a number or a text in single quotation marks is expected.")]
    [InlineData("Value", "ends where a comparison (=, <>, <, <=, >, >=), LIKE, IN, BETWEEN or IS NULL is expected.")]
    [InlineData("Value = ", "ends where a field, a number or a text in single quotation marks is expected.")]
    [InlineData("Value = 1 1", "has '1' at character 11, where AND, OR or the end is expected.")]
    [InlineData("Value = 1; DROP TABLE x", "has ';' at character 10, which is understood only inside of quotation marks.")]
    [InlineData("Colour = 1", "names 'Colour' at character 1, which is no field; there are OBJECTID, Class, Confidence, Value.")]
    [InlineData("Class = 1", "compares a text with a number; texts stand in single quotation marks, numbers in none.")]
    [InlineData("Value = '1'", "compares a number with a text; texts stand in single quotation marks, numbers in none.")]
    [InlineData("Value LIKE '1'", "compares a number by LIKE, which is for texts.")]
    [InlineData("Class = 'open", "has a quotation mark at character 9 that is not closed.")]
    [InlineData("(Value = 1", "ends where ')' is expected.")]
    [InlineData("UPPER(Value) = 'A'", "has UPPER of a number, which is for texts.")]
    [InlineData("Value IN ()", "has ')' at character 11, where a field, a number or a text in single quotation marks is expected.")]
    [InlineData("Value IS 3", "has '3' at character 10, where NULL is expected.")]
    [InlineData("Value = 12ab", "has '12ab' at character 9, which is no number.")]
    [InlineData("Class LIKE 'a' ESCAPE 'ab'", "has 'ab' at character 23, where one character in quotation marks is expected.")]
    [InlineData("abs(Value) = 1", "names 'abs' at character 1, which is no field; there are OBJECTID, Class, Confidence, Value.")]
    [InlineData("Value = (SELECT 1)", "has '(' at character 9, where a field, a number or a text in single quotation marks is expected.")]
    public void Whatever_else_there_is_in_SQL_is_refused_with_its_place(string where, string message)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Parse(where)).Errors);

        Assert.Equal(("where", message), (error.Field, error.Message));
    }

    [Fact]
    public void Conditions_without_end_are_refused()
    {
        Assert.Contains("16000 are allowed", Refusal(new string(' ', 16_001)), StringComparison.Ordinal);
        Assert.Contains("more than 400 conditions", Refusal(string.Join(" OR ", Enumerable.Repeat("1=1", 401))), StringComparison.Ordinal);
        Assert.Contains("nested more than 40 deep", Refusal(new string('(', 5_000)), StringComparison.Ordinal);
    }

    private static string Refusal(string where) => Assert.Throws<InvalidRequestException>(() => Parse(where)).Message;

    private static FeatureExpression Parse(string where) => FeatureExpressionParser.Parse(where, Fields, "where");
}
