using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace RasterAnalysis.Testing;

/// <summary>Writes pickles opcode by opcode, those of a checkpoint and those that no checkpoint has.</summary>
public sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>Begins with the protocol that torch writes.</summary>
    public PickleWriter() => Raw(0x80, 2);

    /// <summary>The pickle, with its end.</summary>
    public byte[] Build()
    {
        Raw((byte)'.');
        return [.. _bytes];
    }

    /// <summary>Bytes as they are.</summary>
    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleWriter Opcode(char opcode) => Raw((byte)opcode);

    public PickleWriter Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Opcode('X').Raw(length).Raw(utf8);
    }

    public PickleWriter Number(BigInteger number)
    {
        if (number >= 0 && number < 256)
        {
            return Raw((byte)'K', (byte)number);
        }

        var bytes = number.ToByteArray();
        return Raw(0x8a, (byte)bytes.Length).Raw(bytes);
    }

    public PickleWriter Global(string module, string name) => Opcode('c').Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{module}\n{name}\n")));

    /// <summary>A tuple of what is written in between.</summary>
    public PickleWriter Tuple(Action<PickleWriter> items)
    {
        Opcode('(');
        items(this);
        return Opcode('t');
    }

    /// <summary>A dictionary as torch writes a state dictionary: an ordered one, filled afterwards.</summary>
    public PickleWriter OrderedDictionary(Action<PickleWriter> pairs)
    {
        Global("collections", "OrderedDict").Opcode(')').Opcode('R').Opcode('(');
        pairs(this);
        return Opcode('u');
    }

    /// <summary>A plain dictionary.</summary>
    public PickleWriter Dictionary(Action<PickleWriter> pairs)
    {
        Opcode('}').Opcode('(');
        pairs(this);
        return Opcode('u');
    }

    /// <summary>A tensor as torch writes it.</summary>
    /// <param name="storageType">For example <c>FloatStorage</c>.</param>
    /// <param name="key">The storage's.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="offset">Where the tensor begins.</param>
    /// <param name="shape">Lengths of axes.</param>
    /// <param name="strides">Elements from one to the next along each.</param>
    /// <param name="isLegacy">Whether ids have a sixth element, as before torch 1.6.</param>
    public PickleWriter Tensor(string storageType, string key, BigInteger count, BigInteger offset, IReadOnlyList<BigInteger> shape, IReadOnlyList<BigInteger> strides, bool isLegacy = false) =>
        Global("torch._utils", "_rebuild_tensor_v2").Tuple(arguments =>
        {
            arguments.Tuple(id =>
            {
                id.Text("storage").Global("torch", storageType).Text(key).Text("cpu").Number(count);
                _ = isLegacy ? id.Opcode('N') : id;
            });
            arguments.Opcode('Q').Number(offset).Tuple(axes => Numbers(axes, shape)).Tuple(axes => Numbers(axes, strides)).Raw(0x89).OrderedDictionary(_ => { });
        }).Opcode('R');

    private static void Numbers(PickleWriter writer, IReadOnlyList<BigInteger> numbers)
    {
        foreach (var number in numbers)
        {
            writer.Number(number);
        }
    }
}
