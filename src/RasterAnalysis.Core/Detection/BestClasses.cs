namespace RasterAnalysis.Detection;

/// <summary>For each candidate the class with the highest score; of equal ones the first.</summary>
/// <param name="count">Candidates.</param>
internal sealed class BestClasses(int count)
{
    private readonly float[] _scores = new float[count];
    private readonly int[] _classes = new int[count];

    /// <summary>The highest score of a candidate; NaN where one of its scores is NaN.</summary>
    public float Score(int candidate) => _scores[candidate];

    /// <summary>Its class.</summary>
    public int Class(int candidate) => _classes[candidate];

    /// <summary>Looks through scores.</summary>
    /// <param name="scores">Scores, from the first class of the first candidate on.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="classStep">Elements from one class of a candidate to the next.</param>
    /// <param name="candidateStep">Elements from one candidate to the next.</param>
    public void Read(ReadOnlySpan<float> scores, int classes, int classStep, int candidateStep)
    {
        Array.Fill(_scores, float.NegativeInfinity);

        // in the order of memory
        if (candidateStep == 1)
        {
            for (var c = 0; c < classes; c++)
            {
                var row = scores.Slice(c * classStep, _scores.Length);
                for (var i = 0; i < row.Length; i++)
                {
                    See(i, c, row[i]);
                }
            }

            return;
        }

        for (var i = 0; i < _scores.Length; i++)
        {
            for (var c = 0; c < classes; c++)
            {
                See(i, c, scores[(i * candidateStep) + (c * classStep)]);
            }
        }
    }

    private void See(int candidate, int one, float score)
    {
        // what is NaN once stays so: nothing is greater than it
        if (score > _scores[candidate])
        {
            (_scores[candidate], _classes[candidate]) = (score, one);
        }
        else if (float.IsNaN(score))
        {
            _scores[candidate] = score;
        }
    }
}
