// A user's program by the client that NSwag makes of the document; CSharpClientTests compiles the two together.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Threading.Tasks;
using Generated;

public static class CSharpUser
{
    public static async Task<byte[]> ClassifyAsync(string service, byte[] raster, byte[] package)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        var client = new RasterAnalysisClient(http) { BaseUrl = service };
        var scene = await client.AddItemAsync(new FileParameter(new MemoryStream(raster), "scene.tif"), null, "by a generated client");
        var model = await client.AddItemAsync(new FileParameter(new MemoryStream(package), "levels.dlpk"), null, null);
        var job = await client.ClassifyPixelsAsync(new ClassifyPixelsRequest
        {
            InputRaster = new RasterReference { ItemId = scene.Id },
            Model = new ModelReference { ItemId = model.Id },
            ModelArguments = new Dictionary<string, object> { ["padding"] = 8, ["predict_background"] = true },
            Context = new AnalysisContext
            {
                Extent = new Extent { Xmin = 1_000_000, Ymin = 5_999_700, Xmax = 1_000_400, Ymax = 6_000_000, SpatialReference = new SpatialReference { Wkid = 3857 } },
                CellSize = 10,
                OutSR = new SpatialReference { Wkid = 3857 },
                ProcessorType = AnalysisContextProcessorType.CPU,
                ReuseResults = false,
            },
        });
        await WaitAsync(client, job.Id);
        job = await client.GetJobAsync(job.Id);
        if (job.Status != JobStatus.Succeeded || job.Sections.Done != job.Sections.Total || job.Finished is null)
        {
            throw new InvalidOperationException(string.Join('\n', job.Messages.Select(message => $"{message.Type}: {message.Text}")));
        }

        using var start = await client.GetItemDataAsync(job.Result.ItemId, "bytes=0-3", null);
        using var whole = await client.GetItemDataAsync(job.Result.ItemId, null, null);
        var content = new MemoryStream();
        await whole.Stream.CopyToAsync(content);
        var first = new byte[4];
        await start.Stream.ReadExactlyAsync(first);
        return start.StatusCode == 206 && content.ToArray().AsSpan(0, 4).SequenceEqual(first)
            ? content.ToArray()
            : throw new InvalidOperationException($"The part is another than the whole's; {start.StatusCode}.");
    }

    /// <summary>Uploads and submits with a token in the header, as the documentation says, and gets the result.</summary>
    public static async Task<byte[]> ClassifyWithTokenAsync(string service, string token, byte[] raster, byte[] package)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var client = new RasterAnalysisClient(http) { BaseUrl = service };
        var scene = await client.AddItemAsync(new FileParameter(new MemoryStream(raster), "scene.tif"), null, null);
        var model = await client.AddItemAsync(new FileParameter(new MemoryStream(package), "levels.dlpk"), null, null);
        var job = await client.ClassifyPixelsAsync(new ClassifyPixelsRequest { InputRaster = new RasterReference { ItemId = scene.Id }, Model = new ModelReference { ItemId = model.Id } });
        await WaitAsync(client, job.Id);
        job = await client.GetJobAsync(job.Id);
        using var result = await client.GetItemDataAsync(job.Result.ItemId, null, null);
        var content = new MemoryStream();
        await result.Stream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>What is said to who sends no token, as the client's own exception has it.</summary>
    public static async Task<string> RefusalAsync(string service)
    {
        using var http = new HttpClient();
        try
        {
            await new RasterAnalysisClient(http) { BaseUrl = service }.ClassifyPixelsAsync(new ClassifyPixelsRequest());
            return "";
        }
        catch (ApiException<Problem> exception)
        {
            return $"{exception.StatusCode} {exception.Result.Code}";
        }
    }

    /// <summary>The faults of a request, as the client's own exception has them.</summary>
    public static async Task<string[]> FaultsAsync(string service)
    {
        using var http = new HttpClient();
        var client = new RasterAnalysisClient(http) { BaseUrl = service };
        try
        {
            await client.ClassifyPixelsAsync(new ClassifyPixelsRequest { Context = new AnalysisContext { CellSize = -5 } });
            return [];
        }
        catch (ApiException<Problem> exception)
        {
            return [exception.Result.Code, .. exception.Result.Errors.Select(error => error.Field)];
        }
    }

    /// <summary>Listens until the stream ends.</summary>
    private static async Task WaitAsync(RasterAnalysisClient client, string jobId)
    {
        using var events = await client.GetJobEventsAsync(jobId, null);
        var last = "";
        await foreach (var told in SseParser.Create(events.Stream).EnumerateAsync())
        {
            last = told.Data;
        }

        if (!last.Contains("succeeded", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(last);
        }
    }
}
