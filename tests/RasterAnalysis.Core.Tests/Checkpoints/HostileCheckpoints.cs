using System.IO.Compression;
using System.Numerics;
using System.Text;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests.Checkpoints;

/// <summary>Files that call, jump, repeat, announce and hide what a checkpoint does not.</summary>
internal static class HostileCheckpoints
{
    private static readonly byte[] Four = CheckpointFile.Bytes([1, 2, 3, 4]);

    public static TheoryData<string, byte[]> All()
    {
        var data = new TheoryData<string, byte[]>();
        void Pickle(string what, PickleWriter writer) => data.Add(what, Zip(writer.Build()));
        void Weight(string what, BigInteger count, BigInteger offset, BigInteger[] shape, BigInteger[] strides, string type = "FloatStorage", string key = "0") =>
            Pickle(what, new PickleWriter().Dictionary(pairs => pairs.Text("w").Tensor(type, key, count, offset, shape, strides)));
        PickleWriter New() => new();

        // calls
        Pickle("a call of a system function", New().Global("os", "system").Tuple(a => a.Text("true")).Opcode('R'));
        Pickle("a call as a weight", New().Dictionary(p => p.Text("w").Global("os", "system").Tuple(a => a.Text("true")).Opcode('R')));
        Pickle("a call as a key", New().Dictionary(p => p.Global("builtins", "eval").Tuple(a => a.Text("1")).Opcode('R').Number(1)));
        Pickle("a whole model", New().Global("fastai.models", "DynamicUnet").Opcode(')').Raw(0x81).Opcode('}').Opcode('b'));
        Pickle("an object with a state", New().Global("a", "B").Opcode(')').Opcode('R').Opcode('}').Opcode('b'));
        Pickle("a call of what is no function", New().Number(7).Opcode(')').Opcode('R'));
        Pickle("a tensor of a tensor", New().Dictionary(p => p.Text("w").Global("torch._utils", "_rebuild_tensor_v2").Tuple(a => a.Number(1)).Opcode('R')));
        Pickle("a parameter of nothing", New().Dictionary(p => p.Text("w").Global("torch._utils", "_rebuild_parameter").Tuple(a => a.Opcode('N')).Opcode('R')));
        Pickle("an object by an extension's number", New().Raw(0x82, 1));
        Pickle("an instance by its old opcode", New().Opcode('(').Raw("ios\nsystem\n"u8));

        // the stack
        Pickle("nothing", New());
        Pickle("two values", New().Number(1).Number(2));
        Pickle("a mark alone", New().Opcode('('));
        Pickle("a tuple without a mark", New().Opcode('t'));
        Pickle("a tuple of three of one", New().Number(1).Raw(0x87));
        Pickle("a tuple over a mark", New().Number(1).Opcode('(').Number(2).Raw(0x86));
        Pickle("a pop of nothing", New().Opcode('0'));
        Pickle("an end to marks that are none", New().Opcode('1'));
        Pickle("a recall of nothing", New().Raw((byte)'h', 9));
        Pickle("an append to a number", New().Number(1).Number(2).Opcode('a'));
        Pickle("an item set in a number", New().Number(1).Number(2).Number(3).Opcode('s'));
        Pickle("a key without a value", New().Opcode('}').Opcode('(').Text("w").Opcode('u'));
        Pickle("a memo of a mark", New().Opcode('(').Raw((byte)'q', 1));
        Pickle("an opcode that is none", New().Raw(0xff));
        Pickle("a protocol to come", New().Raw(0x80, 99));
        data.Add("no end", CheckpointFile.Zip([0x80, 2, (byte)'K', 1], [("0", Four)]));

        // lengths
        Pickle("a text longer than the file", New().Opcode('X').Raw(0xff, 0xff, 0xff, 0x7f));
        Pickle("a text of negative length", New().Opcode('X').Raw(0xff, 0xff, 0xff, 0xff));
        Pickle("bytes longer than the file", New().Opcode('B').Raw(0xff, 0xff, 0xff, 0x03));
        Pickle("bytes of negative length", New().Raw(0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
        Pickle("a number of a million bytes", New().Raw(0x8b, 0x40, 0x42, 0x0f, 0));
        Pickle("a number of no digits", New().Raw("Ix\n"u8));
        Pickle("a name without an end", New().Opcode('c').Raw(Encoding.ASCII.GetBytes(new string('a', 5000))));
        Pickle("five million values", New().Raw(new byte[5_000_000].Select(_ => (byte)'N').ToArray()));

        // tensors
        Weight("one that ends behind its storage", 4, 0, [5], [1]);
        Weight("one that begins behind its storage", 4, 4, [1], [1]);
        Weight("one of another rank than its strides", 4, 0, [2, 2], [1]);
        Weight("one that repeats an element a thousand million times", 4, 0, [1_000_000_000], [0]);
        Weight("one whose size overflows", 4, 0, [BigInteger.Pow(2, 40), BigInteger.Pow(2, 40)], [0, 0]);
        Weight("one of nine axes", 4, 0, [.. Enumerable.Repeat(BigInteger.One, 9)], [.. Enumerable.Repeat(BigInteger.One, 9)]);
        Weight("one of negative length", 4, 0, [-1], [1]);
        Weight("one of negative stride", 4, 3, [2], [-1]);
        Weight("one at a negative place", 4, -1, [1], [1]);
        Weight("a storage of negative length", -4, 0, [1], [1]);
        Weight("a storage longer than its file", 400, 0, [400], [1]);
        Weight("a storage longer than any file", BigInteger.Pow(2, 60), 0, [4], [1]);
        Weight("a storage that is not there", 4, 0, [4], [1], key: "1");
        Weight("a storage with a way out of the archive", 4, 0, [4], [1], key: "../../etc/passwd");
        Weight("a storage of complex numbers", 4, 0, [4], [1], "ComplexFloatStorage");
        Pickle("two storages of a key", New().Dictionary(p => p.Text("a").Tensor("FloatStorage", "0", 4, 0, [4], [1]).Text("b").Tensor("HalfStorage", "0", 8, 0, [8], [1])));
        Pickle("a weight twice", New().Dictionary(p => p.Text("a").Tensor("FloatStorage", "0", 4, 0, [4], [1]).Text("a").Tensor("FloatStorage", "0", 4, 0, [4], [1])));
        Pickle("a number as a weight", New().Dictionary(p => p.Text("a").Number(1)));
        Pickle("no weights", New().Dictionary(_ => { }));

        // files
        var good = CheckpointFile.Write([("w", [4], [1, 2, 3, 4])], isLegacy: true);
        data.Add("an empty file", []);
        data.Add("a text", Encoding.ASCII.GetBytes("this is not a checkpoint at all"));
        data.Add("an archive of nothing", Archive());
        data.Add("a TorchScript archive", Archive(("m/data.pkl", New().Number(1).Build()), ("m/constants.pkl", New().Number(1).Build())));
        data.Add("two pickles", Archive(("a/data.pkl", New().Number(1).Build()), ("b/data.pkl", New().Number(1).Build())));
        data.Add("a compressed storage", CheckpointFile.Zip(New().Dictionary(p => p.Text("w").Tensor("FloatStorage", "0", 4000, 0, [4000], [1])).Build(), [("0", new byte[16_000])], CompressionLevel.Optimal));
        data.Add("bytes in the other order", Archive(("a/data.pkl", New().Number(1).Build()), ("a/byteorder", Encoding.ASCII.GetBytes("big"))));
        data.Add("a zip that is cut off", CheckpointFile.Zip(New().Dictionary(_ => { }).Build(), [("0", Four)])[..60]);
        data.Add("a legacy file that is cut off", good[..^4]);
        data.Add("a legacy file with a storage that nobody names", CheckpointFile.Legacy(New().Dictionary(p => p.Text("w").Tensor("FloatStorage", "0", 4, 0, [4], [1], true)).Build(), [("0", Four, 4), ("1", Four, 4)]));
        data.Add("a legacy file with another count", CheckpointFile.Legacy(New().Dictionary(p => p.Text("w").Tensor("FloatStorage", "0", 4, 0, [4], [1], true)).Build(), [("0", Four, 5)]));
        data.Add("a legacy file that lists a storage twice", CheckpointFile.Legacy(New().Dictionary(p => p.Text("w").Tensor("FloatStorage", "0", 4, 0, [4], [1], true)).Build(), [("0", Four, 4), ("0", Four, 4)]));
        data.Add("a legacy file without its storage", CheckpointFile.Legacy(New().Dictionary(p => p.Text("w").Tensor("FloatStorage", "0", 4, 0, [4], [1], true)).Build(), []));
        return data;
    }

    private static byte[] Zip(byte[] pickle) => CheckpointFile.Zip(pickle, [("0", Four)]);

    private static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }
}
