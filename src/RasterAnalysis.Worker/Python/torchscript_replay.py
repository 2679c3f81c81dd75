"""Runs the graph of a TorchScript module operator by operator.

A scripted module holds dictionaries, tuples, branches and loops, which torch's exporter refuses or carries into ONNX. Run operator by operator under the tracer
only what happened to tensors is left. Sizes stay tensors where the tracer follows them, so that the graph takes other sizes than the example's.
"""
import math
import operator

import torch

# numbers of torch's element types in a graph (c10/core/ScalarType.h)
DTYPES = {
    0: torch.uint8, 1: torch.int8, 2: torch.int16, 3: torch.int32, 4: torch.int64, 5: torch.float16, 6: torch.float32, 7: torch.float64, 11: torch.bool,
    15: torch.bfloat16}

# where a tensor lies in memory changes no value
DROPPED = {"layout", "device", "pin_memory", "memory_format", "generator"}

COMPARISONS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}
ARITHMETIC = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "floordiv": operator.floordiv, "remainder": operator.mod,
    "pow": operator.pow, "neg": operator.neg, "__and__": operator.and_, "__or__": operator.or_, "__xor__": operator.xor, "abs": abs, "mod": operator.mod}
ROUNDINGS = {"floor": (math.floor, torch.floor), "ceil": (math.ceil, torch.ceil), "round": (round, torch.round)}


class UnknownOperator(Exception):
    """An operator that cannot be run here; its text is the operator's name."""


class Replay(torch.nn.Module):
    """A module that gives one tensor of what another gives.

    module: a loaded TorchScript module in inference mode, whose forward takes one tensor.
    pick: from what that gives to the tensor that is wanted.
    """

    def __init__(self, module, pick):
        super().__init__()
        self._replayed = [module]
        self._pick = pick
        self._names = {}
        for number, (name, tensor) in enumerate([*module.named_parameters(), *module.named_buffers()]):
            self._names[name] = f"w{number}"
            self.register_buffer(f"w{number}", tensor.detach())

    def forward(self, x):
        return self._pick(self._run(self._replayed[0], x))

    def _run(self, module, x):
        graph = module.inlined_graph
        inputs = list(graph.inputs())
        values = {inputs[0].debugName(): (module, ""), inputs[1].debugName(): x}
        for more in inputs[2:]:
            raise UnknownOperator(f"a second input '{more.debugName()}'")
        self._block(graph, values)
        results = [values[output.debugName()] for output in graph.outputs()]
        return results[0] if len(results) == 1 else tuple(results)

    def _block(self, block, values):
        for node in block.nodes():
            results = self._node(node, values)
            outputs = list(node.outputs())
            results = [results] if len(outputs) == 1 else results
            for output, result in zip(outputs, results or ()):
                values[output.debugName()] = result

    def _node(self, node, values):
        kind = node.kind()
        if kind == "prim::Constant":
            return node.output().toIValue()
        arguments = [values[value.debugName()] for value in node.inputs()]
        if kind == "prim::GetAttr":
            return self._attribute(*arguments[0], node.s("name"))
        if kind == "prim::If":
            first, second = node.blocks()
            block = first if arguments[0] else second
            self._block(block, values)
            return self._results(block, values, len(list(node.outputs())))
        if kind == "prim::Loop":
            return self._loop(node, arguments, values)
        if kind.startswith("prim::"):
            return primitive(kind, node, arguments)
        return call(node, kind, arguments)

    def _loop(self, node, arguments, values):
        most, goes_on, carried = arguments[0], arguments[1], list(arguments[2:])
        body = next(iter(node.blocks()))
        names = [value.debugName() for value in body.inputs()]
        turn = 0
        while goes_on and turn < most:
            values.update(zip(names, [turn, *carried]))
            self._block(body, values)
            goes_on, *carried = [values[output.debugName()] for output in body.outputs()]
            turn += 1
        return carried[0] if len(list(node.outputs())) == 1 else carried

    @staticmethod
    def _results(block, values, count):
        results = [values[output.debugName()] for output in block.outputs()]
        return results[0] if count == 1 else results

    def _attribute(self, module, path, name):
        inside = f"{path}.{name}" if path else name
        if inside in self._names:
            return getattr(self, self._names[inside])
        value = getattr(module, name)
        return (value, inside) if isinstance(value, torch.nn.Module) else value


def primitive(kind, node, arguments):
    """What is no operator on tensors: containers and what the language needs."""
    name = kind[6:]
    if name == "ListConstruct":
        return list(arguments)
    if name == "TupleConstruct":
        return tuple(arguments)
    if name == "DictConstruct":
        return dict(zip(arguments[::2], arguments[1::2]))
    if name in ("ListUnpack", "TupleUnpack"):
        unpacked = list(arguments[0])
        return unpacked[0] if len(list(node.outputs())) == 1 else unpacked
    if name == "TupleIndex":
        return arguments[0][arguments[1]]
    if name == "RaiseException":
        raise ValueError(str(arguments[0]))
    if name in ("unchecked_cast", "data"):
        return arguments[0]
    if name in ("Uninitialized", "Print"):
        return None
    if name == "NumToTensor":
        return arguments[0] if isinstance(arguments[0], torch.Tensor) else torch.tensor(arguments[0])
    if name in ("dtype", "device", "layout"):
        return getattr(arguments[0], name)
    if name in ("is_cuda", "requires_grad", "is_quantized", "is_mkldnn"):
        return False
    if name in ("min", "max"):
        return (min if name == "min" else max)(*[plain(value) for value in (arguments if len(arguments) > 1 else arguments[0])])
    raise UnknownOperator(kind)


def plain(value):
    """A number that the tracer follows, as what it is for the example."""
    return value.item() if isinstance(value, torch.Tensor) and value.dim() == 0 else value


def holds_tensors(value):
    """Whether a value of a graph is a tensor or a list of them, by its declared type: sizes that are traced are tensors too."""
    return "Tensor" in str(value.type()) and value.type().kind() != "DictType"


def call(node, kind, arguments):
    """Runs one operator."""
    name = kind.split("::")[1]
    on_tensors = any(holds_tensors(value) for value in node.inputs())
    if name in SPECIAL:
        return SPECIAL[name](*arguments)
    if not on_tensors and name in COMPARISONS:
        return COMPARISONS[name](*[[plain(item) for item in value] if isinstance(value, list) else plain(value) for value in arguments])
    if not on_tensors and name in ARITHMETIC:
        return ARITHMETIC[name](*arguments)
    if not on_tensors and name in ROUNDINGS:
        number, tensor = ROUNDINGS[name]
        return tensor(arguments[0]).to(torch.int64) if isinstance(arguments[0], torch.Tensor) else number(arguments[0])
    if name == "__getitem__" or (name == "slice" and not on_tensors):
        return element(arguments)
    if not kind.startswith("aten::"):
        raise UnknownOperator(kind)
    return on_tensor(node, kind, name, arguments)


def element(arguments):
    """An element, or a part, of a list, a tuple or a dictionary."""
    container, *places = [plain(value) for value in arguments]
    return container[places[0]] if len(places) == 1 else container[slice(*places)]


def on_tensor(node, kind, name, arguments):
    """An operator by its function for Python, which lets sizes be traced; those without one take what they get."""
    positional, named = [], {}
    for argument, value in zip(torch._C.parse_schema(node.schema()).arguments, arguments):
        if argument.name in DROPPED:
            continue
        if argument.name == "dtype" and isinstance(value, int):
            value = DTYPES[value]
        if argument.kwarg_only:
            if value is not None:
                named[argument.name] = value
        else:
            positional.append(value)
    if name == "index":
        return torch.ops.aten.index(*positional)
    for home in (torch, torch._C._nn, torch.Tensor, torch._C._linalg, torch.ops.aten):
        if hasattr(home, name):
            return getattr(home, name)(*positional, **named)
    raise UnknownOperator(kind)


def sliced(value, *bounds):
    """aten::slice on tensors has the axis first."""
    if not isinstance(value, torch.Tensor):
        return value[slice(*[plain(bound) for bound in bounds])]
    axis, begin, end, step = (list(bounds) + [0, None, None, 1][len(bounds):])[:4]
    end = None if isinstance(end, int) and end >= 2 ** 62 else end
    return value[(slice(None),) * (axis % value.dim()) + (slice(begin, end, step),)]


def converted(value, *rest):
    """aten::to: only the element type matters."""
    for item in rest:
        if isinstance(item, torch.dtype) or (isinstance(item, int) and not isinstance(item, bool)):
            return value.to(DTYPES.get(item, item))
        if isinstance(item, torch.Tensor):
            return value.to(item.dtype)
        if isinstance(item, bool):
            break
    return value


def set_item(container, place, value):
    container[plain(place)] = value
    return container


def appended(items, value):
    items.append(value)
    return items


SPECIAL = {
    "size": lambda x, axis=None: list(x.size()) if axis is None else x.size(axis),
    "dim": lambda x: x.dim(),
    "len": lambda x: x.size(0) if isinstance(x, torch.Tensor) else len(x),
    "slice": sliced,
    "to": converted,
    "contiguous": lambda x, *_: x.contiguous(),
    "clone": lambda x, *_: x.clone(),
    "detach": lambda x: x,
    "format": lambda text, *items: text.format(*items),
    "warn": lambda *_: None,
    "list": list,
    "dict": lambda items=(): dict(items),
    "keys": lambda items: list(items.keys()),
    "values": lambda items: list(items.values()),
    "items": lambda items: list(items.items()),
    "append": appended,
    "extend": lambda items, more: items.extend(more),
    "copy": lambda items: items.copy(),
    "_set_item": set_item,
    "__contains__": lambda items, item: item in items,
    "__is__": operator.is_,
    "__isnot__": operator.is_not,
    "__not__": operator.not_,
    "__range_length": lambda begin, end, step: len(range(plain(begin), plain(end), plain(step))),
    "__derive_index": lambda index, begin, step: begin + index * step,
    "Bool": lambda x: bool(plain(x)),
    "Int": lambda x: x.to(torch.int64) if isinstance(x, torch.Tensor) else int(x),
    "Float": lambda x: x.to(torch.float64) if isinstance(x, torch.Tensor) else float(x),
    "IntImplicit": lambda x: x,
    "FloatImplicit": lambda x: x,
    "ScalarImplicit": lambda x: x,
    "item": lambda x: x,
}
