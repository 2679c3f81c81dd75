using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>The OpenAPI document of the native API, and the page that shows it.</summary>
internal static class SwaggerSetup
{
    public const string Document = "v1";
    public const string Bearer = "bearer";
    public const string Key = "key";
    private const string ModelSuffix = "Model";

    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddScoped<Items.MultipartUpload>();
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "RasterAnalysis",
                Version = Document,
                Description =
                    "Classifies the pixels of satellite and aerial images with deep learning models. The examples run as they stand on a service "
                    + "that has the samples as a raster store: `samples/quickstart.sh --keep` starts one. The ArcGIS REST face is at "
                    + "[/arcgis/rest/services](/arcgis/rest/services?f=html), the queue at [/hangfire](/hangfire).",
                License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
            });
            options.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of /arcgis/sharing/rest/generateToken, one of the OpenID Connect authority, or a key of /api/v1/keys. Where the service asks nobody to sign in, none is needed.",
            });
            options.AddSecurityDefinition(Key, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "A key of /api/v1/keys." });
            options.DocInclusionPredicate((_, api) => api.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true);
            options.SupportNonNullableReferenceTypes();
            options.CustomSchemaIds(SchemaName);
            options.MapType<JsonNode>(() => new OpenApiSchema());
            options.MapType<JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() });
            options.MapType<Stream>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "RasterAnalysis.*.xml"))
            {
                options.IncludeXmlComments(file);
            }

            options.SchemaFilter<SchemaDetails>();
            options.OperationFilter<OperationDetails>();
            options.OperationFilter<ExampleFilter>();
            options.DocumentFilter<DocumentDetails>();
        });
        services.Configure<SwaggerOptions>(swagger => swagger.PreSerializeFilters.Add((document, request) =>
            document.Servers = [new OpenApiServer { Url = request.PathBase.HasValue ? request.PathBase.Value : "/", Description = "This service." }]));
    }

    public static void ConfigureUi(SwaggerUIOptions options)
    {
        options.SwaggerEndpoint($"/swagger/{Document}/swagger.json", "RasterAnalysis v1");
        options.DocumentTitle = "RasterAnalysis";
        options.EnableDeepLinking();
        options.EnableTryItOutByDefault();
        options.DisplayRequestDuration();
    }

    /// <summary>Names that clients generate classes by: those of the models, without the word.</summary>
    private static string SchemaName(Type type) =>
        type.Name.EndsWith(ModelSuffix, StringComparison.Ordinal) && type.Name != ModelSuffix ? type.Name[..^ModelSuffix.Length] : type.Name;
}
