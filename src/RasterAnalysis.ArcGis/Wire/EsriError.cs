using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// ArcGIS's error object, and the table that makes it of an exception. It goes out with HTTP status 200: that is what clients are built
/// for. Where a picture was asked for, its code is the status too: there clients look at nothing else, and would go on showing what they had.
/// Codes 498 and 499 start a sign-in in ArcGIS clients.
/// </summary>
/// <param name="Code">
/// 400 the request, 403 not theirs, 404 nothing there, 413 more than one user may keep, 429 more than one user may ask for at once, 498 a token that counts not, 499 no token,
/// 500 our side, 503 our side but not for long.
/// </param>
/// <param name="Message">One sentence.</param>
/// <param name="Details">Each fault by itself.</param>
internal sealed record EsriError(int Code, string Message, params IReadOnlyList<string> Details)
{
    /// <summary>The code of what may work a little later.</summary>
    public const int Busy = 503;

    /// <summary>The code of what a user asks for too often, or has too much of just now.</summary>
    public const int TooMany = 429;

    private const string Incomplete = "Unable to complete operation.";

    /// <summary>ArcGIS's own word for the fault, where it has one that clients know; null for none.</summary>
    public string? MessageCode { get; init; }

    /// <summary>The word of OAuth 2.0 for the fault; null for none.</summary>
    public string? OAuthError { get; init; }

    /// <summary>The HTTP status where the code is one too: who asks is unknown in 498 and 499, for which HTTP has one.</summary>
    public int HttpStatus => Code is 498 or 499 ? 401 : Code;

    /// <summary>Whether the fault is on our side, and so belongs in the log.</summary>
    public bool IsOurs => Code >= 500;

    /// <summary>The table.</summary>
    public static EsriError From(Exception exception) => exception switch
    {
        InvalidRequestException invalid => new EsriError(400, Incomplete, [.. invalid.Errors.Select(error => error.ToString())]),

        OAuthException oauth => new EsriError(400, oauth.Message) { OAuthError = oauth.Error },
        SignInRequiredException => new EsriError(499, "Token Required", exception.Message),
        InvalidTokenException => new EsriError(498, "Invalid Token", exception.Message),
        ForbiddenException => new EsriError(403, "You do not have permissions to access this resource or perform this operation.", exception.Message) { MessageCode = "GWM_0003" },

        // ArcGIS answers 400 to an unknown job, and so clients take it
        NotFoundException { What: "job" } => new EsriError(400, exception.Message),

        // the words by which the Python API knows that there is nothing, and gives None
        NotFoundException { What: "item" } => new EsriError(400, "Item does not exist or is inaccessible.", exception.Message) { MessageCode = "CONT_0001" },
        NotFoundException { What: "user" } => new EsriError(400, "User does not exist or is inaccessible.", exception.Message) { MessageCode = "COM_0018" },
        NotFoundException => new EsriError(404, exception.Message),
        Models.ModelPackageException or Onnx.OnnxFormatException or Checkpoints.CheckpointFormatException => new EsriError(400, Incomplete, exception.Message),
        NotReadyException => new EsriError(400, Incomplete, exception.Message),
        QuotaException quota => new EsriError(quota.IsTransient ? TooMany : 413, Incomplete, quota.Message),
        RasterAnalysisException { IsTransient: true } => new EsriError(Busy, Incomplete, exception.Message),

        // a raster that is damaged, or that cannot be read so
        Rasters.RasterAccessException { IsTransient: false } => new EsriError(400, Incomplete, exception.Message),
        RasterAnalysisException => new EsriError(500, Incomplete, exception.Message),
        _ when DatabaseTrouble.Is(exception) => new EsriError(Busy, Incomplete, DatabaseTrouble.Text),
        BadHttpRequestException => new EsriError(400, Incomplete, exception.Message),

        // anything else is a defect; its text is for the log and not for strangers
        _ => new EsriError(500, Incomplete, "The service failed; its log says why."),
    };

    /// <summary>What is said to a caller who asks too often.</summary>
    public static EsriError OfTooMany(string message) => new(TooMany, Incomplete, message);

    /// <summary>The JSON.</summary>
    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code };
        if (MessageCode is not null)
        {
            error["messageCode"] = MessageCode;
        }

        if (OAuthError is not null)
        {
            error["error"] = OAuthError;
            error["error_description"] = Message;
        }

        error["message"] = Message;
        error["details"] = new JsonArray([.. Details.Select(detail => JsonValue.Create(detail))]);
        return new JsonObject { ["error"] = error };
    }
}
