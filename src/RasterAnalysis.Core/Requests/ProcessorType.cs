namespace RasterAnalysis.Requests;

/// <summary>ArcGIS's <c>processorType</c>: where the network runs.</summary>
public enum ProcessorType
{
    /// <summary>On the processor; the default.</summary>
    Cpu,

    /// <summary>On a graphics processor, if the machine has one.</summary>
    Gpu,
}
