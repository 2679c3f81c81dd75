using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>What the types say and the generator does not: a member that is never null is always there, and which words a text may be.</summary>
internal sealed class SchemaDetails : ISchemaFilter
{
    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema described)
        {
            return;
        }

        if (context.MemberInfo is PropertyInfo member)
        {
            if (member.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            {
                described.Enum = [.. allowed.Values.Select(value => (JsonNode)value!.ToString()!)];
            }
        }
        else if (described.Properties is { Count: > 0 } members)
        {
            var required = context.Type.GetProperties().Where(IsAlwaysThere).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            described.Required = new SortedSet<string>(required.Where(members.ContainsKey), StringComparer.Ordinal);
        }
    }

    private static bool IsAlwaysThere(PropertyInfo member)
    {
        lock (Nullability)
        {
            return Nullability.Create(member).ReadState == NullabilityState.NotNull;
        }
    }
}
