namespace RasterAnalysis.Locality;

/// <summary>
/// What the elements of a tensor depend on along one axis of the image: element i depends on the input's pixels from
/// <c>Step·i + Low</c> to <c>Step·i + High</c>, and moving the input by <c>Period</c> pixels moves the tensor by a whole number of elements.
/// </summary>
internal readonly record struct AxisReach(Fraction Step, Fraction Low, Fraction High, long Period)
{
    /// <summary>The input itself.</summary>
    public static AxisReach Identity { get; } = new(1, 0, 0, 1);

    /// <summary>After a window slid over the elements: output j takes elements <c>stride·j + first</c> to <c>stride·j + last</c>.</summary>
    public AxisReach Slide(long stride, long first, long last)
    {
        var step = Step * stride;
        return new AxisReach(step, Low + (Step * first), High + (Step * last), Fraction.LeastCommonMultiple(Period, step.Numerator));
    }

    /// <summary>
    /// After a change of scale: output j takes elements <c>scale·j + first</c> to <c>scale·j + last</c>, where the pattern of taking repeats
    /// every <c>scale</c>'s denominator outputs.
    /// </summary>
    public AxisReach Rescale(Fraction scale, Fraction first, Fraction last)
    {
        var repeat = Step * scale.Numerator;
        return new AxisReach(Step * scale, Low + (Step * first), High + (Step * last), Fraction.LeastCommonMultiple(Period, repeat.Numerator));
    }

    /// <summary>What both depend on together; the steps must be the same.</summary>
    public AxisReach Merge(AxisReach other) => new(
        Step, Fraction.Min(Low, other.Low), Fraction.Max(High, other.High), Fraction.LeastCommonMultiple(Period, other.Period));
}
