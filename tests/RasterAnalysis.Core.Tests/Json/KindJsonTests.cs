using System.Text.Json;
using System.Text.Json.Serialization;
using RasterAnalysis.Json;

namespace RasterAnalysis.Core.Tests.Json;

public sealed class KindJsonTests
{
    [Fact]
    public void Values_of_each_kind_are_written_as_the_serializer_writes_them()
    {
        foreach (var animal in new Animal[] { new Animal.Dog("Rex \"the first\" ü", 3), new Animal.Stone(), new Animal.Pack([1, 2], double.NaN) { Note = "x" } })
        {
            var text = KindJson.Write(animal);

            Assert.Equal(PlanJson.Write(animal), text);
            Assert.Equal(text, KindJson.Write(KindJson.Read<Animal>(text)));
            Assert.Equal(animal.GetType(), KindJson.Read<Animal>(text).GetType());
            Assert.Equal(animal.GetType(), PlanJson.Read<Animal>(text).GetType());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"$type":7}""")]
    [InlineData("""{"$type":"cat"}""")]
    [InlineData("""{"$type":"Dog","name":"Rex","age":3}""")]
    [InlineData("""{"name":"Rex","age":3,"$type":"dog"}""")]
    [InlineData("""{"$type":"dog","name":"Rex","age":3""")]
    [InlineData("""{"$type":"dog","name":"Rex","age":3}{}""")]
    [InlineData("""{"$type":"dog","name":["Rex"],"age":3}""")]
    public void Texts_of_no_kind_are_refused(string text) => Assert.ThrowsAny<JsonException>(() => KindJson.Read<Animal>(text));

    [Fact]
    public void A_value_of_a_kind_that_is_not_listed_is_not_written() =>
        Assert.Throws<NotSupportedException>(() => KindJson.Write<Animal>(new Animal.Ghost()));

    [JsonDerivedType(typeof(Dog), "dog")]
    [JsonDerivedType(typeof(Stone), "stone")]
    [JsonDerivedType(typeof(Pack), "pack")]
    private abstract record Animal
    {
        public string? Note { get; init; }

        public sealed record Dog(string Name, int Age) : Animal;

        public sealed record Stone : Animal;

        public sealed record Pack(int[] Ages, double Weight) : Animal;

        public sealed record Ghost : Animal;
    }
}
