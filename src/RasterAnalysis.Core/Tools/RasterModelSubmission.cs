using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Tools;

/// <summary>Takes in requests to run a model over a raster: finds the inputs, fixes the result's name, stores the job and queues it. Both APIs and all such tools go through here.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RasterModelSubmission(
    InputResolver resolver, ICatalogStore catalog, IFolderStore folders, IJobStore jobs, IJobQueue queue, StoredRequests requests, JobLimits limits, TimeProvider time, IAudit audit,
    ICloudStores cloud) : IToolSubmission
{
    private readonly JobIntake _intake = new(catalog, folders, jobs, queue, limits, audit);

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        tool is RasterModelTool found ? SubmitAsync(found, found.Parse(parameters), inputs, baseAddress, caller, cancellationToken)
            : throw new ArgumentException("A tool that runs a model over a raster is expected.", nameof(tool));

    /// <summary>Submits a job.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="request">The request.</param>
    /// <param name="inputs">The parameters as sent, by canonical name; tokens are taken out here.</param>
    /// <param name="baseAddress">Address under which the client reached this service, to know its own addresses when they are named as inputs.</param>
    /// <param name="caller">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    /// <returns>The stored job.</returns>
    /// <exception cref="InvalidRequestException">An input does not exist or is not allowed, or the name is taken; carries all the faults.</exception>
    /// <exception cref="QuotaException">The owner has as many unfinished jobs as one may have.</exception>
    public async Task<AnalysisJob> SubmitAsync(
        RasterModelTool tool, RasterModelRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(request);
        await _intake.RefuseWhenFullAsync(cancellationToken).ConfigureAwait(false);
        var (input, _, read, output, title) = await ResolveAsync(tool, request, baseAddress, caller, cancellationToken).ConfigureAwait(false);
        var (id, stored, shown) = (AnalysisJob.NewId(), requests.Write(read), TokenRedaction.Redact(inputs).ToJsonString());
        return await _intake.SubmitAsync(
            place => new AnalysisJob
            {
                Id = id,
                Task = tool.Name,
                Submitted = time.GetUtcNow(),
                Request = stored,
                Inputs = shown,
                OutputName = place!.ServiceName,
                OutputItemId = place.ItemId,
                Owner = caller.Name,
            },
            FirstMessages(request, input, output, baseAddress), output,
            errors => _intake.ResolveAsync(request.Output, title, baseAddress, caller, errors, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Finds the inputs and the result's name; nothing is stored.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="request">The request.</param>
    /// <param name="baseAddress">Address under which the client reached this service.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidRequestException">An input does not exist or is not allowed, or the name is taken; carries all the faults.</exception>
    internal async Task<(ResolvedInput Input, ResolvedInput Model, JobRequest Request, ResolvedOutput Output, string Title)> ResolveAsync(
        RasterModelTool tool, RasterModelRequest request, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new List<RequestError>();
        var input = await resolver.ResolveRasterAsync(request.InputRaster, "inputRaster", caller, baseAddress, errors, cancellationToken).ConfigureAwait(false);
        var model = await resolver.ResolveModelAsync(request.Model, "model", caller, baseAddress, errors, cancellationToken).ConfigureAwait(false);
        var cellSize = request.Context.CellSizeSource is { } cell
            ? await resolver.ResolveRasterAsync(cell, "context.cellSize", caller, baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var snap = request.Context.SnapRaster is { } raster
            ? await resolver.ResolveRasterAsync(raster, "context.snapRaster", caller, baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var mask = request.Context.MaskSource is { } masking
            ? await resolver.ResolveRasterAsync(masking, "context.mask", caller, baseAddress, errors, cancellationToken).ConfigureAwait(false) : null;
        var title = $"{tool.Description.DisplayName} {input?.Name}";
        var output = await _intake.ResolveAsync(request.Output, title, baseAddress, caller, errors, cancellationToken).ConfigureAwait(false);
        if (request.Output.Store is { } store)
        {
            try
            {
                OutputStorePath.Check(cloud, store, "outputStore");
            }
            catch (InvalidRequestException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        var read = new JobRequest(
            input!.Location, input.Name, model!.Location, model.Name, request.ModelArguments, output.Title, output.Folder, request.Context,
            cellSize?.Location, snap?.Location, mask?.Location, request.ProcessAllRasterItems, request.Output.Store, request.Options);
        return (input, model, read, output, title);
    }

    private List<JobMessage> FirstMessages(RasterModelRequest request, ResolvedInput input, ResolvedOutput output, Uri baseAddress)
    {
        var now = time.GetUtcNow();
        var messages = new List<JobMessage> { new(JobMessageType.Informative, "Submitted.", now) };
        messages.AddRange(request.Notes.Select(text => new JobMessage(JobMessageType.Warning, text, now)));
        if (output.Note is { } note)
        {
            messages.Add(new JobMessage(JobMessageType.Warning, note, now));
        }
        else if (request.Output.Url is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && OwnAddress.Parse(address, baseAddress) is not null))
        {
            messages.Add(new JobMessage(
                JobMessageType.Warning, $"The result is published by this service; nothing is written to {TokenRedaction.Redact(url)}.", now));
        }

        if (request.ProcessAllRasterItems && input.Location is { Members: null, Service: null })
        {
            messages.Add(new JobMessage(
                JobMessageType.Informative, "The input is a single raster, so processAllRasterItems makes no difference.", now));
        }

        return messages;
    }
}
