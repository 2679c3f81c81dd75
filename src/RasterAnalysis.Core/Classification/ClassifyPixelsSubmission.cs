using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Classification;

/// <summary>Takes a request in: finds its inputs, fixes the result's name, stores the job and queues it. Both APIs go through here.</summary>
public sealed class ClassifyPixelsSubmission(
    InputResolver resolver, ICatalogStore catalog, IJobStore jobs, IJobQueue queue, JobLimits limits, TimeProvider time)
{
    private const string ToolTitle = "Classify Pixels Using Deep Learning";

    /// <summary>Submits a job.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inputs">The parameters as sent, by canonical name; tokens are taken out here.</param>
    /// <param name="baseAddress">Address under which the client reached this service, to know its own addresses when they are named as inputs.</param>
    /// <param name="owner">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    /// <returns>The stored job.</returns>
    /// <exception cref="InvalidRequestException">An input does not exist or is not allowed, or the name is taken; carries all the faults.</exception>
    public async Task<AnalysisJob> SubmitAsync(
        ClassifyPixelsRequest request, JsonObject inputs, Uri baseAddress, string owner, CancellationToken cancellationToken)
    {
        await RefuseWhenFullAsync(cancellationToken).ConfigureAwait(false);
        var errors = new List<RequestError>();
        var input = await resolver.ResolveRasterAsync(request.InputRaster, "inputRaster", baseAddress, errors, cancellationToken).ConfigureAwait(false);
        var model = await resolver.ResolveModelAsync(request.Model, "model", baseAddress, errors, cancellationToken).ConfigureAwait(false);
        var cellSize = request.Context.CellSizeSource is { } cell
            ? await resolver.ResolveRasterAsync(cell, "context.cellSize", baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var snap = request.Context.SnapRaster is { } raster
            ? await resolver.ResolveRasterAsync(raster, "context.snapRaster", baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var mask = request.Context.MaskSource is { } masking
            ? await resolver.ResolveRasterAsync(masking, "context.mask", baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var title = request.OutputName ?? $"{ToolTitle} {input?.Name}";
        var name = ServiceNames.FromTitle(title);
        var free = await FindFreeAsync(name, request.OutputName is not null, errors, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        var job = new AnalysisJob
        {
            Id = AnalysisJob.NewId(),
            Task = ClassifyPixelsRequest.TaskName,
            Submitted = time.GetUtcNow(),
            Request = PlanJson.Write(new JobRequest(
                input!.Location, input.Name, model!.Location, model.Name, request.ModelArguments, title, request.Folder, request.Context,
                cellSize?.Location, snap?.Location, mask?.Location,
                request.ProcessAllRasterItems)),
            Inputs = TokenRedaction.Redact(inputs).ToJsonString(),
            OutputName = free,
            Owner = owner,
        };
        while (!await jobs.TryCreateAsync(job, FirstMessages(request, input), CancellationToken.None).ConfigureAwait(false))
        {
            // somebody took the name in between
            free = await FindFreeAsync(name, request.OutputName is not null, errors, cancellationToken).ConfigureAwait(false);
            job = errors.Count == 0 ? job with { OutputName = free } : throw new InvalidRequestException(errors);
        }

        queue.Enqueue(job.Id);
        return job;
    }

    private async Task RefuseWhenFullAsync(CancellationToken cancellationToken)
    {
        var unfinished = await jobs.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        if (unfinished.Count >= limits.MaxUnfinishedJobs)
        {
            throw new InvalidRequestException("job", $"{unfinished.Count} jobs are waiting or running, the most that the settings allow; submit again later.");
        }
    }

    private async Task<string> FindFreeAsync(string name, bool isAsked, List<RequestError> errors, CancellationToken cancellationToken)
    {
        var free = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false);
        if (isAsked && free != name)
        {
            errors.Add(new RequestError("outputClassifiedRaster", $"The name '{name}' is taken; '{free}' is free."));
        }

        return free;
    }

    private List<JobMessage> FirstMessages(ClassifyPixelsRequest request, ResolvedInput input)
    {
        var now = time.GetUtcNow();
        var messages = new List<JobMessage> { new(JobMessageType.Informative, "Submitted.", now) };
        messages.AddRange(request.Notes.Select(note => new JobMessage(JobMessageType.Warning, note, now)));
        if (request.ProcessAllRasterItems && input.Location is { Members: null, Service: null })
        {
            messages.Add(new JobMessage(
                JobMessageType.Informative, "The input is a single raster, so processAllRasterItems makes no difference.", now));
        }

        return messages;
    }
}
