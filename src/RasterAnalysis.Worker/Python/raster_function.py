"""Runs a package's Python raster function, block by block.

The first line on standard input is JSON:
    package      folder of the function's own copy of the package: the process starts and may write in it, large files are links out of it
    original     folder of the package itself, which may be read
    function     file of the function, relative to package
    definition   the .emd, relative to package
    modules      further folders to import from
    arguments    given by the user: texts by name
    raster       columns, rows, bands, pixelType (u1 ...), noData (or null), cellSize, extent (xmin, ymin, xmax, ymax), wkid (or null)
    block        number of the open file that pixels go through
    memory       bytes of address space, threads, confined

The first line on standard output then says how the function wants its blocks:
    {"parameters": [...], "unknown": [names], "extractBands", "padding", "tx", "ty", "dataRange"}
Then comes a line for each further line of standard input. The first of these is {"bands", "rows", "columns", "padding", "pixelType", "validity", "output"}: what every block is, padding included; the
reply is {}. The
others are {"x", "y", "extent"}: where a block's core begins. In the file lie, in row-major order, the block's bands as pixelType, from the byte validity on a byte for each pixel that is not 0
where there is one, and, after the reply {}, from the byte output on the core's classes as Float32, NaN where there are none.

What goes wrong is {"error", "file", "line"}, or {"argument", "error"} where a user's argument is at fault. After an error the process ends.
"""
import importlib.util
import json
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ("u1", "i1", "u2", "i2", "u4", "i4", "f4", "f8")
FILLED = ("raster", "model", "device")
SCENE = ("raster", "rasters")
NUMBERS = ("numeric", "gplong", "gpdouble", "long", "double")
LONGEST = 2000
MOST_CPU_SECONDS = 30 * 86400


class Refused(Exception):
    """What the user is told of a function that does not keep to the protocol."""


class Argument(Exception):
    """An argument of the user that the function does not take: its name, and why."""


class Replies:
    """Standard output, kept from the function: what it prints goes to the log."""

    def __init__(self):
        self.file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def say(self, reply):
        self.file.write(json.dumps(reply) + "\n")
        self.file.flush()


def plain(name):
    return str(name).replace("_", "").lower()


class Function:
    """The function, as the protocol of Python raster functions calls it."""

    def __init__(self, request):
        self.request = request
        self.path = os.path.join(request["package"], request["function"])
        self.model = os.path.join(request["package"], request["definition"])
        self.parameters = []
        self.scalars = {}
        self.unknown = []
        self.inputs = [("raster", False)]
        self.instance = self.load()

    def load(self):
        sys.path[:0] = [os.path.dirname(self.path)]
        sys.path[1:1] = [os.path.join(HERE, "modules")]
        stem = os.path.splitext(os.path.basename(self.path))[0]
        spec = importlib.util.spec_from_file_location(stem, self.path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[stem] = module
        spec.loader.exec_module(module)
        classes = {name: value for name, value in vars(module).items() if isinstance(value, type) and value.__module__ == stem}
        named = [name for name in classes if plain(name) == plain(stem)]
        named = named or [name for name, value in classes.items() if hasattr(value, "updatePixels")]
        if len(named) != 1:
            raise Refused(f"it must have a class {stem}, or just one class with updatePixels; it has {', '.join(classes) or 'none'}")
        instance = classes[named[0]]()
        if not callable(getattr(instance, "updatePixels", None)):
            raise Refused(f"its class {named[0]} has no updatePixels, so it gives no pixels")
        return instance

    def begin(self):
        self.license()
        if hasattr(self.instance, "initialize"):
            self.instance.initialize(model=self.model, device=-1)
        self.read_parameters()
        configuration = self.call("getConfiguration", **self.scalars)
        self.update_raster_info()
        return {
            "parameters": self.parameters, "unknown": self.unknown, "extractBands": bands(configuration.get("extractBands")),
            "padding": whole(configuration, "padding") or 0, "tx": whole(configuration, "tx"), "ty": whole(configuration, "ty"),
            "dataRange": span(configuration.get("dataRange"))}

    def license(self):
        answer = self.call("isLicensed", productName="RasterAnalysis", version="1", path="", major=1, minor=0, build=0, spNumber=0, spBuild=0)
        if answer.get("okToRun") is False:
            raise Refused(f"it says that it is not licensed: {answer.get('message') or 'without a reason'}")

    def call(self, name, **arguments):
        method = getattr(self.instance, name, None)
        answer = method(**arguments) if method else None
        if answer is not None and not isinstance(answer, dict):
            raise Refused(f"its {name} gives {type(answer).__name__}, where a dict is expected")
        return answer or {}

    def read_parameters(self):
        described = self.instance.getParameterInfo() if hasattr(self.instance, "getParameterInfo") else []
        if not isinstance(described, (list, tuple)):
            raise Refused(f"its getParameterInfo gives {type(described).__name__}, where a list is expected")
        # templates that are not filled in have a text among them
        described = [entry for entry in described if isinstance(entry, dict) and entry.get("name")]
        given = dict(self.request["arguments"])
        scenes = [(str(entry["name"]), kind(entry) == "rasters") for entry in described if kind(entry) in SCENE]
        if len(scenes) > 1:
            raise Refused(f"it takes several rasters ({', '.join(name for name, _ in scenes)}), and a job has one")
        self.inputs = scenes or self.inputs
        for entry in described:
            name = str(entry["name"])
            if kind(entry) in SCENE or plain(name) in FILLED:
                continue
            key = next((key for key in given if plain(key) == plain(name)), None)
            text = as_text(entry.get("value")) if key is None else given.pop(key)
            check(name, text, entry)
            self.scalars[name] = text
            self.parameters.append({
                "name": name, "dataType": kind(entry), "value": as_text(entry.get("value")), "required": bool(entry.get("required")),
                "displayName": as_text(entry.get("displayName")), "description": as_text(entry.get("description")), "domain": domain(entry)})
        self.unknown = list(given)
        self.scalars.update({"model": self.model, "device": "-1"})

    def update_raster_info(self):
        raster = self.request["raster"]
        info = {
            "bandCount": raster["bands"], "pixelType": raster["pixelType"], "noData": raster["noData"], "cellSize": tuple(raster["cellSize"]),
            "nativeExtent": tuple(raster["extent"]), "nativeSpatialReference": raster["wkid"], "geodataXform": "", "extent": tuple(raster["extent"]),
            "spatialReference": raster["wkid"], "colormap": (), "rasterAttributeTable": None, "levelOfDetails": 1, "origin": tuple(raster["extent"][:1] + raster["extent"][3:]),
            "bandSelection": False, "histogram": (), "statistics": ()}
        name, several = self.inputs[0]
        # the name as the file has it, and as every known function reads it
        given = {f"{name}_info": (dict(info),) if several else dict(info), "output_info": dict(info, bandCount=1)}
        answer = self.call("updateRasterInfo", **given, **self.scalars)
        output = answer.get("output_info") or given["output_info"]
        if output.get("bandCount", 1) != 1:
            raise Refused(f"its output has {output.get('bandCount')} bands, and classes are one")
        self.pixel_type = str(output.get("pixelType") or "i4")
        if self.pixel_type not in TYPES:
            raise Refused(f"its output's pixelType is {self.pixel_type!r}; it must be one of {', '.join(TYPES)}")

    def prepare(self, numpy, size, block):
        """size: what every block is; block: the memory."""
        self.numpy = numpy
        self.shape = (size["bands"], size["rows"], size["columns"])
        self.core = (size["rows"] - 2 * size["padding"], size["columns"] - 2 * size["padding"])
        self.pixels = numpy.frombuffer(block, size["pixelType"], self.shape[0] * self.shape[1] * self.shape[2]).reshape(self.shape)
        self.validity = numpy.frombuffer(block, "u1", self.shape[1] * self.shape[2], size["validity"]).reshape(self.shape[1:])
        self.output = numpy.frombuffer(block, "f4", self.core[0] * self.core[1], size["output"]).reshape(self.core)

    def run(self, place):
        numpy, (rows, columns), raster = self.numpy, self.core, self.request["raster"]
        # functions write into their blocks
        pixels = self.pixels.copy()
        mask = numpy.empty(self.shape, "u1")
        mask[...] = self.validity
        name, several = self.inputs[0]
        blocks = {f"{name}_pixels": (pixels,) if several else pixels, f"{name}_mask": (mask,) if several else mask}
        props = {
            "extent": tuple(place["extent"]), "pixelType": self.pixel_type, "spatialReference": raster["wkid"], "cellSize": tuple(raster["cellSize"]), "width": columns,
            "height": rows, "noData": raster["noData"]}
        answer = self.instance.updatePixels((place["x"], place["y"]), (1, rows, columns), props, **blocks)
        if not isinstance(answer, dict) or "output_pixels" not in answer:
            raise Refused("its updatePixels gives no output_pixels")
        self.write(self.fitted(answer["output_pixels"], "output_pixels"), answer.get("output_mask"))

    def write(self, classes, mask):
        numpy = self.numpy
        values = self.output
        values[...] = classes
        if classes.dtype.itemsize > 2 and classes.dtype.kind in "iuf":
            # a number that Float32 does not hold is another class's
            wrong = values != classes
            if wrong.any():
                values[wrong] = numpy.nan
        if mask is not None:
            none = self.fitted(mask, "output_mask") == 0
            if none.any():
                values[none] = numpy.nan

    def fitted(self, given, name):
        """The core of an array: as it is, with a band in front, or with the padding around it."""
        array = self.numpy.asarray(given)
        if array.dtype.kind not in "biuf":
            raise Refused(f"its {name} are of type {array.dtype}, and classes are numbers")
        flat = array[0] if array.ndim == 3 and array.shape[0] == 1 else array
        if flat.shape == self.core:
            return flat
        if flat.shape == self.shape[1:]:
            top, left = (self.shape[1] - self.core[0]) // 2, (self.shape[2] - self.core[1]) // 2
            return flat[top:top + self.core[0], left:left + self.core[1]]
        raise Refused(f"its {name} have the shape {list(array.shape)}; {[1, *self.core]} is expected, or the padded block's {[1, *self.shape[1:]]}")


def kind(entry):
    return str(entry.get("dataType", "")).lower()


def as_text(value):
    return "" if value is None else str(value)


def domain(entry):
    values = entry.get("domain")
    return [as_text(value) for value in values][:100] if isinstance(values, (list, tuple)) else []


def check(name, text, entry):
    """Refuses what the function's own description does not allow."""
    if text == "":
        if entry.get("required"):
            raise Argument(name, "must be given: the model's function requires it and has no default.")
        return
    if kind(entry) in NUMBERS:
        try:
            float(text)
        except ValueError:
            raise Argument(name, f"'{text[:40]}' must be a number.") from None
    if kind(entry) == "boolean" and text.lower() not in ("true", "false", "1", "0", "yes", "no"):
        raise Argument(name, f"'{text[:40]}' must be True or False.")
    allowed = domain(entry)
    if allowed and text.lower() not in [value.lower() for value in allowed]:
        raise Argument(name, f"'{text[:40]}' must be one of {', '.join(allowed)}.")


def whole(configuration, key):
    value = configuration.get(key)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Refused(f"its getConfiguration gives {key} {value!r}, which is no whole number") from None


def bands(value):
    return None if value is None else [band if isinstance(band, str) else int(band) for band in value]


def span(value):
    return None if not value else [float(end) for end in value]


def fault(error, package):
    """The error in words, and the last line of the package's own code that it came through."""
    text = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if os.path.abspath(frame.filename).startswith(package + os.sep)]
    if isinstance(error, SyntaxError) and error.filename:
        return {"error": f"SyntaxError: {error.msg}"[:LONGEST], "file": os.path.basename(error.filename), "line": error.lineno}
    return {
        "error": text[:LONGEST], "file": os.path.relpath(frames[-1].filename, package) if frames else None, "line": frames[-1].lineno if frames else None}


def serve(request, replies, numpy, block):
    function = Function(request)
    replies.say(function.begin())
    size = json.loads(sys.stdin.readline() or "null")
    if size is None:
        return
    function.prepare(numpy, size, block)
    replies.say({})
    for line in sys.stdin:
        function.run(json.loads(line))
        replies.say({})


def main():
    request = json.loads(sys.stdin.readline())
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(request["threads"])
    replies = Replies()
    package = os.path.abspath(request["package"])
    try:
        sys.path.extend(request["modules"])
        sys.path.insert(0, HERE)
        import confinement
        import mmap
        import numpy
        # all of it, for how much a block needs is not known before the function has said so; what is not touched is not there
        block = mmap.mmap(request["block"], 0)
        if request["confined"]:
            confinement.confine([request["original"]], request["package"], request["memory"], MOST_CPU_SECONDS, kept=(replies.file.fileno(),))
        else:
            confinement.limit(request["memory"], MOST_CPU_SECONDS)
        confinement.end_with_reader()
        sys.path.remove(HERE)
        serve(request, replies, numpy, block)
    except Argument as error:
        replies.say({"argument": error.args[0], "error": error.args[1]})
    except MemoryError as error:
        replies.say(dict(fault(error, package), error=f"MemoryError: more than the {request['memory'] >> 20} MiB of memory that it may have"))
    except BaseException as error:
        replies.say(fault(error, package))


if __name__ == "__main__":
    main()
    # nothing of the function's runs at exit, and no thread of its keeps the process
    sys.stderr.flush()
    os._exit(0)
