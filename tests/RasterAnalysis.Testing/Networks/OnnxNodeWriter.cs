using System.Globalization;

namespace RasterAnalysis.Testing.Networks;

/// <summary>Writes <c>NodeProto</c>.</summary>
internal static class OnnxNodeWriter
{
    /// <summary>Writes a node. Attributes are long, float, bool, string, string[], long[], float[], a tensor, a builder whose graph it is, or the name of a call's attribute.</summary>
    public static ProtobufWriter Write(
        string name, string domain, string operation, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<(string Name, object Value)> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, name).Text(4, operation);
        foreach (var (key, value) in attributes)
        {
            node.Message(5, Attribute(key, value));
        }

        return domain.Length == 0 ? node : node.Text(7, domain);
    }

    /// <summary>Writes an attribute.</summary>
    public static ProtobufWriter Attribute(string name, object value)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        switch (value)
        {
            case long or int:
                return attribute.Int(3, Convert.ToInt64(value, CultureInfo.InvariantCulture)).Int(20, 2);
            case float number:
                return attribute.Float(2, number).Int(20, 1);
            case string text:
                return attribute.Text(4, text).Int(20, 3);
            case OnnxModelBuilder body:
                return attribute.Message(6, body.Graph()).Int(20, 5);
            case long[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Int(8, number);
                }

                return attribute.Int(20, 7);
            case float[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Float(7, number);
                }

                return attribute.Int(20, 6);
            case string[] texts:
                Array.ForEach(texts, text => attribute.Text(9, text));
                return attribute.Int(20, 8);
            case bool truth:
                return attribute.Message(5, new ProtobufWriter().Int(2, 9).Bytes(9, [truth ? (byte)1 : (byte)0])).Int(20, 4);
            case OnnxTensorValue whole:
                var tensor = new ProtobufWriter();
                Array.ForEach(whole.Dimensions, dimension => tensor.Int(1, dimension));
                tensor.Int(2, (int)OnnxType.Int64);
                Array.ForEach(whole.Values, element => tensor.Int(7, element));
                return attribute.Message(5, tensor).Int(20, 4);
            case OnnxAttributeOfCall of:
                return attribute.Text(21, of.Name).Int(20, of.Type);
            default:
                throw new ArgumentException($"An attribute of type {value.GetType().Name} is not known.", nameof(value));
        }
    }
}
