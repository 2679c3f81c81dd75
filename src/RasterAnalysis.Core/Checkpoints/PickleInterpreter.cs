using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace RasterAnalysis.Checkpoints;

/// <summary>
/// Reads the pickles of PyTorch's checkpoints without unpickling: names are only named and calls only noted, but for the few by which torch writes tensors and dictionaries. Python's
/// <c>pickletools</c> has the opcodes.
/// </summary>
/// <remarks>Not thread-safe. What it builds is inert, and as deep as the file says: whoever walks it goes no deeper than they know.</remarks>
/// <param name="input">Stands at the pickle; stands behind it afterwards.</param>
/// <param name="maxBytes">Bytes that the pickle may have.</param>
internal sealed class PickleInterpreter(Stream input, long maxBytes)
{
    private const int MaxValues = 250_000;
    private const int MaxText = 1 << 20;
    private const int MaxLongBytes = 1024;
    private static readonly object Mark = new();
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private readonly byte[] _buffer = new byte[8];
    private long _bytes;
    private int _values;

    /// <summary>Storages that were named, by key.</summary>
    public Dictionary<string, CheckpointStorage> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads one pickle to its end.</summary>
    /// <returns>null, a <see cref="bool"/>, <see cref="BigInteger"/>, <see cref="double"/>, <see cref="string"/>, <see cref="byte"/> array or <see cref="PickleValue"/>.</returns>
    /// <exception cref="CheckpointFormatException">It is damaged, larger than it may be, or does what a checkpoint does not.</exception>
    public object? Read()
    {
        _stack.Clear();
        while (true)
        {
            var opcode = ReadByte();
            if (opcode == '.')
            {
                return _stack.Count == 1 ? _stack[0] : throw Damaged("ends with values left over");
            }

            Do((char)opcode);
        }
    }

    private void Do(char opcode)
    {
        switch (opcode)
        {
            case '\u0080':
                if (ReadByte() is var protocol and > 5)
                {
                    throw Damaged($"is of protocol {protocol}, and 5 is the last that is known");
                }

                break;
            case '\u0095':
                ReadInt64(); // a frame's length: frames are read as they come
                break;
            case '(':
                Push(Mark);
                break;
            case '0':
                Pop();
                break;
            case '1':
                PopMark();
                break;
            case '2':
                Push(Peek());
                break;
            case 'N':
                Push(null);
                break;
            case '\u0088':
                Push(true);
                break;
            case '\u0089':
                Push(false);
                break;
            case 'J':
                Push(new BigInteger(ReadInt32()));
                break;
            case 'K':
                Push(new BigInteger(ReadByte()));
                break;
            case 'M':
                Push(new BigInteger(ReadUInt16()));
                break;
            case '\u008a':
                Push(ReadLong(ReadByte()));
                break;
            case '\u008b':
                Push(ReadLong(ReadInt32()));
                break;
            case 'I':
                PushWritten(ReadLine());
                break;
            case 'L':
                PushWritten(ReadLine().TrimEnd('L'));
                break;
            case 'G':
                Push(BinaryPrimitives.ReadDoubleBigEndian(Fill(8)));
                break;
            case 'F':
                Push(double.TryParse(ReadLine(), CultureInfo.InvariantCulture, out var real) ? real : throw Damaged("has a number that is none"));
                break;
            case 'X' or 'T':
                Push(ReadText(ReadInt32(), opcode == 'X' ? Encoding.UTF8 : Encoding.Latin1));
                break;
            case '\u008c':
                Push(ReadText(ReadByte(), Encoding.UTF8));
                break;
            case 'U':
                Push(ReadText(ReadByte(), Encoding.Latin1));
                break;
            case '\u008d':
                Push(ReadText(ReadInt64(), Encoding.UTF8));
                break;
            case 'B':
                Push(ReadBytes(ReadInt32()));
                break;
            case 'C':
                Push(ReadBytes(ReadByte()));
                break;
            case '\u008e' or '\u0096':
                Push(ReadBytes(ReadInt64()));
                break;
            case ')' or ']':
                Push(new PickleValue.Sequence([], opcode == ')'));
                break;
            case 't' or 'l':
                Push(new PickleValue.Sequence(PopMark(), opcode == 't'));
                break;
            case '\u0085':
                PushTuple(1);
                break;
            case '\u0086':
                PushTuple(2);
                break;
            case '\u0087':
                PushTuple(3);
                break;
            case 'a':
                Append([Pop()]);
                break;
            case 'e' or '\u0090':
                Append(PopMark());
                break;
            case '\u008f':
                Push(new PickleValue.Sequence([], IsTuple: false));
                break;
            case '\u0091':
                Push(new PickleValue.Sequence(PopMark(), IsTuple: true));
                break;
            case '}':
                Push(new PickleValue.Dictionary([]));
                break;
            case 'd':
                var pairs = PopMark();
                Push(new PickleValue.Dictionary([]));
                SetItems(pairs);
                break;
            case 's':
                var value = Pop();
                SetItems([Pop(), value]);
                break;
            case 'u':
                SetItems(PopMark());
                break;
            case 'c':
                Push(new PickleValue.Global(ReadLine(), ReadLine()));
                break;
            case '\u0093':
                var name = Pop() as string;
                Push(new PickleValue.Global(Pop() as string ?? throw Damaged("names no module"), name ?? throw Damaged("names no class")));
                break;
            case 'R':
                var arguments = Pop();
                Push(TorchCalls.Of(Pop(), arguments));
                break;
            case '\u0081':
                var ofNew = Pop();
                Push(new PickleValue.Call(Pop(), ofNew));
                break;
            case '\u0092':
                var named = Pop();
                Pop();
                Push(new PickleValue.Call(Pop(), named));
                break;
            case 'b':
                Pop(); // the state of an object: attributes of a dictionary, or of what is not made here
                Peek();
                break;
            case 'Q':
                Push(Resolve(Pop()));
                break;
            case 'q':
                _memo[ReadByte()] = Peek();
                break;
            case 'r':
                _memo[(uint)ReadInt32()] = Peek();
                break;
            case '\u0094':
                _memo[_memo.Count] = Peek();
                break;
            case 'h':
                Push(Recall(ReadByte()));
                break;
            case 'j':
                Push(Recall((uint)ReadInt32()));
                break;
            default:
                throw Damaged($"has the opcode 0x{(int)opcode:x2}, which torch does not write");
        }
    }

    /// <summary>A storage by its persistent id, <c>("storage", type, key, location, count, …)</c>.</summary>
    private PickleValue.Persistent Resolve(object? id)
    {
        if (id is not PickleValue.Sequence { Items: ["storage", PickleValue.Global type, string key, _, BigInteger count, ..] } || count < 0 || count > long.MaxValue / 8)
        {
            return new PickleValue.Persistent(id);
        }

        var storage = new CheckpointStorage(key, type.Name, (long)count);
        if (Storages.TryGetValue(key, out var known) && known != storage)
        {
            throw Damaged($"has two storages with the key '{CheckpointStorage.Shown(key)}'");
        }

        Storages[key] = storage;
        return new PickleValue.Persistent(storage);
    }

    private void PushTuple(int count)
    {
        if (_stack.Count < count)
        {
            throw Damaged("takes more values than there are");
        }

        var items = _stack[^count..];
        _stack.RemoveRange(_stack.Count - count, count);
        if (items.Contains(Mark))
        {
            throw Damaged("takes a mark for a value");
        }

        Push(new PickleValue.Sequence(items, IsTuple: true));
    }

    private void PushWritten(string digits) => Push(digits switch
    {
        "00" => false,
        "01" => true,
        { Length: <= MaxLongBytes } when BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Damaged("has a number that is none"),
    });

    private void Append(List<object?> items)
    {
        if (Peek() is not PickleValue.Sequence { IsTuple: false } list)
        {
            // an object that is not made here takes what it likes
            _ = Peek() is PickleValue.Call ? 0 : throw Damaged("adds an element to what is no list");
            return;
        }

        list.Items.AddRange(items);
    }

    private void SetItems(List<object?> pairs)
    {
        if (pairs.Count % 2 != 0)
        {
            throw Damaged("has a key without a value");
        }

        if (Peek() is not PickleValue.Dictionary dictionary)
        {
            _ = Peek() is PickleValue.Call ? 0 : throw Damaged("sets an element of what is no dictionary");
            return;
        }

        for (var i = 0; i < pairs.Count; i += 2)
        {
            dictionary.Entries.Add(new KeyValuePair<object?, object?>(pairs[i], pairs[i + 1]));
        }
    }

    private object? Recall(long key) => _memo.TryGetValue(key, out var value) ? value : throw Damaged("recalls what it has not kept");

    private void Push(object? value)
    {
        if (++_values > MaxValues)
        {
            throw Damaged($"has more than {MaxValues} values");
        }

        _stack.Add(value);
    }

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object? Peek() => _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw Damaged("takes more values than there are");

    private List<object?> PopMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged("goes back to a mark that is not there");
        }

        var items = _stack[(mark + 1)..];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private BigInteger ReadLong(int length) =>
        length is >= 0 and <= MaxLongBytes ? new BigInteger(ReadBytes(length)) : throw Damaged("has a number of more bytes than any count has");

    private string ReadText(long length, Encoding encoding) =>
        length is >= 0 and <= MaxText ? encoding.GetString(ReadBytes(length)) : throw Damaged($"has a text of more than {MaxText} bytes");

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (ReadByte() is var next && next != '\n')
        {
            line.Append(line.Length < MaxLongBytes ? (char)next : throw Damaged("has a line without an end"));
        }

        return line.ToString();
    }

    private byte[] ReadBytes(long length)
    {
        if (length < 0 || length > maxBytes - _bytes)
        {
            throw Damaged(length < 0 ? "has a negative length" : $"is larger than {maxBytes} bytes, or cut off");
        }

        // as much as is there, so that a length alone takes no memory
        var bytes = new byte[(int)Math.Min(length, 1 << 16)];
        var read = 0;
        while (read < length)
        {
            if (read == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
            }

            var got = input.Read(bytes, read, bytes.Length - read);
            read += got > 0 ? got : throw Damaged("is cut off");
        }

        _bytes += length;
        return bytes;
    }

    private int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Fill(2));

    private int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Fill(4));

    private long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Fill(8));

    private int ReadByte() => Fill(1)[0];

    private ReadOnlySpan<byte> Fill(int count)
    {
        _bytes += count;
        if (_bytes > maxBytes || input.ReadAtLeast(_buffer.AsSpan(0, count), count, throwOnEndOfStream: false) < count)
        {
            throw Damaged(_bytes > maxBytes ? $"is larger than {maxBytes} bytes" : "is cut off");
        }

        return _buffer.AsSpan(0, count);
    }

    private static CheckpointFormatException Damaged(string what) => new($"The checkpoint's pickle {what}.");
}
