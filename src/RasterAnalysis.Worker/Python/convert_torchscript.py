"""Writes a TorchScript module as an ONNX network, and what it gives for a few inputs.

    convert_torchscript.py MODULE FOLDER REQUEST
    convert_torchscript.py version

The second prints torch's version, without loading it. MODULE is the file. FOLDER receives network.onnx and, for each check, N.input and N.output: Float32 in row-major order. REQUEST is JSON:
memory (bytes), seconds, bands (null where unknown), height and width (null), output (name of the output that is read, or null), free (axes that may be free: batch, size).

The last thing on standard output is one line of JSON: {"height", "width", "free", "output", "opset", "torch", "labels", "checks": [{"input", "output"}]}, where
the checks give shapes, or {"error", "operator"}. The module's code runs in torch's interpreter, so the process confines itself before it loads the module.
"""
import importlib.util
import inspect
import json
import os
import re
import sys
import warnings

SIZES = (256, 224, 512, 128, 64, 384, 320, 640, 1024)
BANDS = (3, 4, 1, 2, 6, 12, 13, 8, 10)

# the second size: multiples of every usual stride
MORE_ROWS, MORE_COLUMNS = 64, 128
OPSETS = (13, 16)
LARGEST = 2_000_000_000


class Refused(Exception):
    """What the user is told; the operator, where it is one that cannot be written."""

    def __init__(self, text, operator=None):
        super().__init__(text)
        self.operator = operator


def first_line(error):
    """The line of a torch error that says what is wrong; what stands before it is where in the module."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("RuntimeError:", "torch.jit.Error:", "Error:", "ValueError:"))]
    return (told[-1] if told else lines[0] if lines else type(error).__name__)[:400]


def load(torch, path):
    try:
        module = torch.jit.load(path, map_location="cpu")
    except Exception as error:
        raise Refused(f"torch {torch.__version__} cannot load it: {first_line(error)}") from error
    module.eval()
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    if sum(tensor.numel() * tensor.element_size() for tensor in [*module.parameters(), *module.buffers()]) > LARGEST:
        raise Refused(f"its weights have more than {LARGEST} bytes, which one ONNX file cannot hold")
    halves = (torch.float16, torch.bfloat16)
    return module.float() if any(tensor.dtype in halves for tensor in [*module.parameters(), *module.buffers()]) else module


def picker(torch, result, wanted):
    """From what the module gives to the tensor that is read, and that tensor's name, if it has one."""
    if isinstance(result, torch.Tensor):
        return (lambda given: given), None
    if isinstance(result, dict):
        tensors = [key for key, value in result.items() if isinstance(value, torch.Tensor)]
        named = [key for key in (wanted, "out") if key in tensors] or [key for key in tensors if result[key].dim() >= 3]
        if named:
            return (lambda given: given[named[0]]), str(named[0])
    if isinstance(result, (tuple, list)):
        for place, value in enumerate(result):
            if isinstance(value, torch.Tensor) and value.dim() >= 3:
                return (lambda given: given[place]), f"{place}"
    raise Refused("it gives no tensor of scores or classes")


def try_run(module, x):
    try:
        return module(x), None
    except Exception as error:
        return None, error


def find_example(torch, module, request):
    """The first shape with which the module runs."""
    weights = [tensor for tensor in [*module.parameters(), *module.buffers()] if tensor.dim() == 4]
    guessed = ([weights[0].shape[1]] if weights else []) + list(BANDS)
    bands = [request["bands"]] if request["bands"] else list(dict.fromkeys(guessed))
    sizes = [(size, size) for size in SIZES]
    if request["height"] and request["width"]:
        sizes.insert(0, (request["height"], request["width"]))
    first = None
    for height, width in sizes:
        for count in bands:
            # as values are after standardising
            example = torch.randn(1, count, height, width)
            result, error = try_run(module, example)
            if error is None:
                return example, result
            first = first or error
    raise Refused(f"it does not run on any tile that was tried, of {bands[0]} bands and {sizes[0][0]} x {sizes[0][1]} pixels first: {first_line(first)}")


def grows(small, large, small_input, large_input):
    """Whether an output follows its input: at the same scale, or less the same border."""
    pairs = list(zip(small.shape[-2:], large.shape[-2:], small_input.shape[-2:], large_input.shape[-2:]))
    return small.dim() == large.dim() and (
        all(a * d == b * c for a, b, c, d in pairs) or all(c - a == d - b for a, b, c, d in pairs))


def inputs(torch, example):
    """What the module is checked with beside its example: values of 0 to 1, and of bytes."""
    generator = torch.Generator().manual_seed(20261128)
    _, bands, height, width = example.shape
    yield "size", torch.rand((1, bands, height + MORE_ROWS, width + MORE_COLUMNS), generator=generator)
    yield "batch", torch.randint(0, 256, (2, bands, height, width), generator=generator).float()


def checks(torch, module, example, result, pick, wanted):
    """Inputs with what the module itself gives, and the axes that are free."""
    small = pick(result)
    free, found = [], [(example, small)]
    for axis, x in inputs(torch, example):
        given, error = try_run(module, x) if axis in wanted else (None, None)
        if given is None or error is not None:
            continue
        output = pick(given)
        if grows(small, output, example, x) if axis == "size" else output.dim() == small.dim() and output.shape[0] == 2:
            free.append(axis)
            found.append((x, output))
    return free, found


def operator_of(error):
    """The operator's name in torch's refusal of one."""
    text = str(error)
    for quote in ("operator '", "operator: ", "operator "):
        if quote in text:
            name = text.split(quote, 1)[1].split("'")[0].split()[0].strip(".,:;")
            if "::" in name:
                return name
    return None


def write(torch, torchscript_replay, module, pick, example, depth, free, target):
    """Exports; gives the opset."""
    axes = {**({0: "n"} if "batch" in free else {}), **({2: "h", 3: "w"} if "size" in free else {})}
    output_axes = {
        **({0: "n"} if "batch" in free else {}), **({depth - 2: "output_h", depth - 1: "output_w"} if "size" in free else {})}
    newer = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    refusal = None
    for opset in OPSETS:
        try:
            torch.onnx.export(
                torchscript_replay.Replay(module, pick).eval(), (example,), target, opset_version=opset, input_names=["input"], output_names=["output"],
                dynamic_axes={"input": axes, "output": output_axes}, **newer)
            return opset
        except torchscript_replay.UnknownOperator as error:
            raise Refused("torch's exporter cannot follow it", str(error)) from error
        except Exception as error:
            name = operator_of(error)
            refusal = refusal or Refused("torch's exporter cannot write it" if name else f"torch's exporter refuses it: {first_line(error)}", name)
    raise refusal


def save(tensor, path):
    with open(path, "wb") as file:
        file.write(tensor.detach().float().contiguous().numpy().tobytes())


def convert(path, folder, request, answer):
    # a second thread would not be confined
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        import confinement
        import torch
        import torch.onnx.utils
        import torchscript_replay
    except ImportError as error:
        raise Refused(f"this Python has no torch ({error})") from error

    torch.set_num_threads(1)
    try:
        confinement.confine([path], folder, request["memory"], request["seconds"], kept=[answer])
    except (confinement.Unconfined, OSError, ValueError) as error:
        raise Refused(f"a module is program code, and the process that loads it cannot be confined here: {error}") from error
    confinement.end_with_reader()

    torch.manual_seed(1)
    with torch.no_grad():
        module = load(torch, path)
        example, result = find_example(torch, module, request)
        pick, output = picker(torch, result, request["output"])
        free, found = checks(torch, module, example, result, pick, request["free"])
        opset = write(torch, torchscript_replay, module, pick, example, found[0][1].dim(), free, os.path.join(folder, "network.onnx"))
    for number, (given, expected) in enumerate(found):
        save(given, os.path.join(folder, f"{number}.input"))
        save(expected, os.path.join(folder, f"{number}.output"))
    return {
        "height": example.shape[2], "width": example.shape[3], "free": free, "output": output, "opset": opset,
        "torch": torch.__version__, "labels": not found[0][1].is_floating_point(), "checks": [{"input": list(x.shape), "output": list(y.shape)} for x, y in found]}


def main(path, folder, request):
    # what the module prints is not to be taken for the answer
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    try:
        reply = convert(path, folder, json.loads(request), answer.fileno())
    except Refused as error:
        reply = {"error": str(error), "operator": error.operator}
    except MemoryError:
        reply = {"error": "it takes more memory than a conversion may have", "operator": None}
    print(json.dumps(reply), file=answer, flush=True)


def version():
    found = importlib.util.find_spec("torch")
    if found is not None and found.submodule_search_locations:
        with open(os.path.join(found.submodule_search_locations[0], "version.py"), encoding="utf-8") as file:
            told = re.search(r"__version__\s*=\s*['\"]([0-9A-Za-z.+-]+)['\"]", file.read())
        print(told.group(1) if told else "")


if __name__ == "__main__":
    version() if sys.argv[1:] == ["version"] else main(*sys.argv[1:])
