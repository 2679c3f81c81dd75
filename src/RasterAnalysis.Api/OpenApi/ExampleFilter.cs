using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>Gives the request bodies examples that run as they stand where the samples are a raster store, and upload a form.</summary>
internal sealed class ExampleFilter : IOperationFilter
{
    // a field that may not be null is taken for a required one by NSwag, whatever is listed as required
    private const JsonSchemaType Optional = JsonSchemaType.String | JsonSchemaType.Null;

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["ClassifyPixels"] = """
            {
              "inputRaster": { "uri": "/rasterStores/samples/L7_ETMs.tif" },
              "model": { "uri": "/rasterStores/samples/land-cover.dlpk" },
              "modelArguments": { "padding": 64, "batch_size": 4 },
              "context": { "processorType": "CPU" }
            }
            """,
        ["DetectObjects"] = """
            {
              "inputRaster": { "uri": "/rasterStores/samples/L7_ETMs.tif" },
              "model": { "uri": "/rasterStores/samples/ponds-and-fields.dlpk" },
              "modelArguments": { "threshold": 0.5, "max_object_size": 48 }
            }
            """,
        ["ClassifyObjects"] = """
            {
              "inputRaster": { "itemId": "0123456789abcdef0123456789abcdef" },
              "inputFeatures": { "itemId": "00112233445566778899aabbccddeeff" },
              "model": { "itemId": "fedcba9876543210fedcba9876543210" },
              "classLabelField": "Damage"
            }
            """,
        ["MakePolygons"] = """{ "minimumArea": 5000, "simplify": 1, "classes": ["Evergreen Forest", "Open Water"], "outputName": "Forest_and_water" }""",
        ["ChangeClasses"] = """
            {
              "toItem": { "itemId": "0123456789abcdef0123456789abcdef" },
              "unchanged": "keep",
              "outputName": "Change"
            }
            """,
        ["PreviewModel"] = """{ "itemId": "0123456789abcdef0123456789abcdef", "modelArguments": { "threshold": 0.5 } }""",
        ["SampleItem"] = """{ "pointsPerClass": 75, "seed": 42 }""",
        ["MeasureZones"] = """
            {
              "zones": {
                "type": "FeatureCollection",
                "features": [{
                  "type": "Feature",
                  "properties": { "name": "North" },
                  "geometry": { "type": "Polygon", "coordinates": [[[-34.94, -7.98], [-34.86, -7.98], [-34.86, -7.92], [-34.94, -7.92], [-34.94, -7.98]]] }
                }]
              },
              "zoneField": "name"
            }
            """,
        ["AddImageryLayer"] = """{ "uris": ["/rasterStores/samples/L7_ETMs.tif"] }""",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId == "AddItem")
        {
            operation.RequestBody = Form(
                "file", "A .dlpk, a zip archive, an .onnx or an .ecd; or a raster.", ("title", "Title; by default the file's name."), ("folder", "Folder of the item."));
        }
        else if (operation.OperationId == "AssessItem")
        {
            operation.RequestBody = Form(
                "reference", "Points as GeoJSON or CSV, or a raster of classes.",
                ("field", "Property or column with the class of a point, by name or value; by default reference, class, classValue or label, the first that is there."),
                (
                    "crs",
                    "Coordinate system of the points, such as EPSG:32633; by default what the file says, longitude and latitude for GeoJSON and for columns lon and lat, the raster's own for columns x and y."),
                ("match", "For a raster: name to compare the names of its classes, where it names some; value to compare values. By default name."),
                ("kappa", "true to have kappa too."));
        }
        else if (operation.OperationId == "GetItemModel")
        {
            DescribeForms(operation);
        }
        else if (operation.OperationId == "GetItemAreas")
        {
            DescribeTable(operation, "Value, ClassName, Pixels, SquareMetres, Hectares, Share");
        }
        else if (operation.OperationId == "GetItemTransitions")
        {
            DescribeTable(operation, "a line for each class of the earlier raster, a column for each of the later one, and the totals");
            DescribeUnit(operation);
        }
        else if (operation.OperationId == "MeasureZones")
        {
            DescribeTable(operation, "Zone, ZoneName, Value, ClassName, Pixels, SquareMetres, Hectares, Share");
            GiveExample(operation);
        }
        else if (operation.OperationId == "ListAudit")
        {
            DescribeTable(operation, "Id, Time, User, Action, Kind, Target, TargetName, Address, Means, Outcome, Detail, Times");
        }
        else
        {
            GiveExample(operation);
        }
    }

    /// <summary>The example of its body, where it has one.</summary>
    private static void GiveExample(OpenApiOperation operation)
    {
        if (operation.OperationId is { } id && Examples.TryGetValue(id, out var example) && operation.RequestBody?.Content is { } content)
        {
            foreach (var media in content.Values.OfType<OpenApiMediaType>())
            {
                media.Example = JsonNode.Parse(example);
            }
        }
    }

    /// <summary>What the one parameter may be, and the files that it has the call answer.</summary>
    private static void DescribeForms(OpenApiOperation operation)
    {
        var form = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == "f");
        form.Description = "json for the model's card, emd for a model definition, mlm for a STAC item with the Machine Learning Model extension.";
        form.Example = JsonNode.Parse("\"json\"");
        var answers = operation.Responses!["200"].Content!;
        answers["application/geo+json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() } };
        answers["application/octet-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
    }

    /// <summary>What the cells of a table may be in.</summary>
    private static void DescribeUnit(OpenApiOperation operation)
    {
        var unit = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == "unit");
        unit.Description = "What the cells of the csv are in: hectares, squareMetres or pixels.";
        unit.Example = JsonNode.Parse("\"hectares\"");
    }

    /// <summary>The other form of an answer that is a table.</summary>
    private static void DescribeTable(OpenApiOperation operation, string columns)
    {
        var format = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == "format");
        format.Description = $"json, or csv for comma-separated values (RFC 4180): {columns}.";
        format.Example = JsonNode.Parse("\"json\"");
        operation.Responses!["200"].Content!["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static OpenApiRequestBody Form(string file, string description, params (string Name, string Description)[] fields) => new()
    {
        Required = true,
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { file },
                    Properties = new Dictionary<string, IOpenApiSchema>(
                        fields.Select(field => KeyValuePair.Create<string, IOpenApiSchema>(field.Name, new OpenApiSchema { Type = Optional, Description = field.Description }))
                            .Prepend(KeyValuePair.Create<string, IOpenApiSchema>(file, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = description }))),
                },
            },
        },
    };
}
