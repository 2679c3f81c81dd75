#!/usr/bin/env python3
"""RasterAnalysis for scripts: bring a raster and a model, run the job, fetch the classes. Python 3.9 or later, and nothing else.

    from rasteranalysis import RasterAnalysis

    service = RasterAnalysis("http://127.0.0.1:5000")
    job = service.submit(service.upload("scene.tif"), service.upload("model.dlpk"), model_arguments={"padding": 64})
    for event in service.follow(job):
        print(event)
    result = service.result(job)
    service.download(result, "map.tif")
    print(service.areas(result))

Items and jobs are dictionaries as the native API has them (docs/reference/rest-api.md). Whatever goes wrong on the way to the service or in it is a
RasterAnalysisError; files of one's own that cannot be read or written are OSError, as everywhere.
"""
from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple, Optional, Sequence, Union
from urllib.parse import quote, urlsplit

Json = Mapping[str, Any]
Reference = Union[str, Json]
"""A raster or a model: an item, or its id; a path in a store of the service ("/rasterStores/…"); an address; or the object that the native API takes."""

Progress = Callable[[int, int], None]
"""Is told the bytes that are through, and how many there are in all."""

FINAL = ("succeeded", "failed", "cancelled", "timedOut")
CHUNK = 1 << 20
PART_BYTES = 16 << 20
TUS = {"Tus-Resumable": "1.0.0"}
POLL_SECONDS = 1.0
MEASURE_SECONDS = 3600.0  # of a large raster that no job has measured
ANSWER_SECONDS = 60.0  # a stream of events is never silent for longer than 15
UPLOAD_SECONDS = 900.0  # a model is opened and tried before the upload is answered
OUTAGE_SECONDS = 60.0  # a service that restarts is waited for


class Fault(NamedTuple):
    """One thing that is wrong with a request."""

    field: str
    message: str


class RasterAnalysisError(Exception):
    """A request that was refused, a job that failed, or a service that cannot be reached.

    message: all of it, for people. field: the request's field that is meant, such as "context.extent", or "". faults: every fault with its field.
    status: of HTTP; None where there was no answer. code: the service's (docs/reference/errors.md), or "job", "refused" (a model that turned out unusable)
    or "unreachable". upload: of an upload that broke off, the id to go on with; else "".
    """

    upload = ""

    def __init__(self, message: str, *, code: str, status: Optional[int] = None, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.faults = tuple(faults)
        self.field = self.faults[0].field if self.faults else ""

    @classmethod
    def of_answer(cls, status: int, reason: str, body: bytes) -> RasterAnalysisError:
        """Reads problem details (RFC 9457), and makes do with what a proxy in between may say instead."""
        try:
            problem = json.loads(body)
        except ValueError:
            problem = None
        if not isinstance(problem, dict):
            return cls(f"The answer is {status} {reason}.", code="", status=status)
        faults = [Fault(fault["field"], fault["message"]) for fault in problem.get("errors") or ()]
        message = "\n".join(f"{fault.field}: {fault.message}" for fault in faults) or problem.get("detail") or problem.get("title") or reason
        return cls(message, code=problem.get("code", ""), status=status, faults=faults)


class Event(NamedTuple):
    """What happens to a job. kind "message" has type, text and time; "progress" has progress (0 to 100), text, total and done; "status" has status."""

    kind: str
    data: Json

    @property
    def is_last(self) -> bool:
        return self.kind == "status" and self.data["status"] in FINAL

    def __str__(self) -> str:
        if self.kind == "message":
            return self.data["text"] if self.data["type"] == "informative" else f"{self.data['type']}: {self.data['text']}"
        if self.kind == "progress":
            return f"{self.data['progress']:.0f} % {self.data['text']}".rstrip()
        return str(self.data.get("status", self.kind))


class ClassArea(NamedTuple):
    """How much of a classified raster a class has. share: of what has a class, 0 to 1. hectares: on the ellipsoid; None where they are not known."""

    value: int
    name: str
    pixels: int
    share: float
    hectares: Optional[float]


class Areas(NamedTuple):
    """Areas of all classes of a raster. note: how hectares were found, or why they are not known. no_data: pixels without a class."""

    classes: Sequence[ClassArea]
    note: str
    no_data: int

    def __str__(self) -> str:
        return f"{_area_table(self.classes)}\n{self.note}"


class Zone(NamedTuple):
    """Areas within a zone. note: why it has no pixels, or that it lies partly beyond the raster; None for zones within it."""

    id: int
    name: Optional[str]
    areas: Areas
    note: Optional[str]

    def __str__(self) -> str:
        return "\n".join([f"Zone {self.id}{'' if self.name is None else f' {self.name}'}{'' if self.note is None else f': {self.note}'}", _area_table(self.areas.classes)])


def _area_table(classes: Sequence[ClassArea]) -> str:
    rows = [("Value", "Class", "Pixels", "Share", "Hectares")] + [
        (str(c.value), c.name, f"{c.pixels:,}", f"{c.share:.1%}", "not known" if c.hectares is None else f"{c.hectares:,.2f}") for c in classes]
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(f"{value:>{wide[0]}}  {name:<{wide[1]}}  {pixels:>{wide[2]}}  {share:>{wide[3]}}  {hectares:>{wide[4]}}" for value, name, pixels, share, hectares in rows)


class RasterAnalysis:
    """A service, by its address. Holds no connection, so that threads may share it.

    headers: sent with every request, for a proxy that asks for them, such as {"Authorization": "Bearer …"}.
    """

    def __init__(self, address: str, headers: Optional[Mapping[str, str]] = None) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address!r} is no address of a service, such as http://127.0.0.1:5000.")
        self.address = address.rstrip("/")
        self._connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host = parts.netloc
        self._prefix = parts.path.rstrip("/")
        self._headers = dict(headers or {})

    def upload(
            self, path: Union[str, os.PathLike[str]], *, title: Optional[str] = None, folder: Optional[str] = None, progress: Optional[Progress] = None,
            resume: Optional[str] = None) -> Json:
        """Brings a raster or a model package, and waits until it can be used.

        The file is sent from disk in parts, whatever its size. Where the connection breaks or the service is started again it goes on from what has come, for
        as long as a minute without an answer. After that the error's upload is what resume takes, to go on later; title and folder are those of the first call.
        Returns the item.
        """
        path = Path(path)
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            upload = resume or self._begin_upload(path.name, size, title, folder)
            try:
                self._send(upload, file, size, progress)
                item = self._patient_json(f"/api/v1/uploads/{upload}/item", "POST", UPLOAD_SECONDS)
            except RasterAnalysisError as error:
                if error.code != "changed" and (error.status is None or error.status >= 500):
                    error.upload = upload
                elif error.status not in (None, 404):
                    with suppress(RasterAnalysisError):
                        self._json("DELETE", f"/api/v1/uploads/{upload}", headers=TUS)
                raise
        while item["state"] == "preparing":
            time.sleep(POLL_SECONDS)
            item = self._patient_json(f"/api/v1/items/{item['id']}")
        if item["state"] == "refused":
            raise RasterAnalysisError(f"{path.name}: {item['refusal']}", code="refused")
        return item

    def submit(
            self, input_raster: Reference, model: Reference, *, model_arguments: Optional[Json] = None, output_name: Optional[str] = None,
            folder: Optional[str] = None, process_all_raster_items: Optional[bool] = None, context: Optional[Json] = None) -> str:
        """Submits a job that classifies pixels, and returns its id at once. What is not given is left to the service.

        context: the analysis environment: extent, cellSize, outSR, snapRaster, mask, resamplingMethod, processorType and the rest.
        """
        request = {
            "inputRaster": reference(input_raster), "model": reference(model), "modelArguments": model_arguments, "outputName": output_name,
            "folder": folder, "processAllRasterItems": process_all_raster_items, "context": context}
        given = {name: value for name, value in request.items() if value is not None}
        return self._json("POST", "/api/v1/classify-pixels/jobs", json.dumps(given).encode(), {"Content-Type": "application/json"})["id"]

    def polygons(
            self, item: Reference, *, minimum_area: Optional[float] = None, simplify: Union[bool, float, None] = None, classes: Optional[Sequence[Union[str, int]]] = None,
            output_name: Optional[str] = None, folder: Optional[str] = None) -> str:
        """Submits a job that makes polygons of a classified raster, and returns its id at once. Its result is an item with a GeoPackage, which download fetches.

        minimum_area: square metres; smaller polygons are left out. simplify: by how many pixels edges may be moved; True is one. classes: names or values; all unless given.
        """
        request = {"minimumArea": minimum_area, "simplify": simplify, "classes": None if classes is None else [str(one) for one in classes], "outputName": output_name, "folder": folder}
        given = {name: value for name, value in request.items() if value is not None}
        path = f"/api/v1/items/{item if isinstance(item, str) else item['id']}/polygons"
        return self._json("POST", path, json.dumps(given).encode(), {"Content-Type": "application/json"})["id"]

    def change(
            self, item: Reference, to_item: Reference, *, unchanged: Optional[str] = None, from_confidence: Optional[Reference] = None, to_confidence: Optional[Reference] = None,
            minimum_confidence: Optional[int] = None, output_name: Optional[str] = None, folder: Optional[str] = None) -> str:
        """Submits a job that compares a classified raster with a later one on the same grid, and returns its id at once. Its result is a raster with a class for each pair that occurs.

        unchanged: keep, merge or leaveOut. from_confidence, to_confidence: how sure the classes are, in per cent; where one is below minimum_confidence there is NoData.
        """
        request = {
            "toItem": reference(to_item), "unchanged": unchanged, "fromConfidence": None if from_confidence is None else reference(from_confidence),
            "toConfidence": None if to_confidence is None else reference(to_confidence), "minimumConfidence": minimum_confidence, "outputName": output_name, "folder": folder}
        given = {name: value for name, value in request.items() if value is not None}
        path = f"/api/v1/items/{item if isinstance(item, str) else item['id']}/change"
        return self._json("POST", path, json.dumps(given).encode(), {"Content-Type": "application/json"})["id"]

    def transitions(self, item: Reference) -> Json:
        """What of each class became what, by the result of a job of change: matrices of pixels and square metres, the earlier classes as rows and the later ones as columns."""
        return self._json("GET", f"/api/v1/items/{item if isinstance(item, str) else item['id']}/transitions")

    def follow(self, job: str) -> Iterator[Event]:
        """Tells what happens to a job, each thing once, until it is over: as it happens, and by asking where no stream of events comes through."""
        told = 0
        try:
            for event in self._stream(job):
                told += event.kind == "message"
                yield event
                if event.is_last:
                    return
        except (RasterAnalysisError, OSError, HTTPException, ValueError):
            pass  # proxies cut long streams, or let none through; asking finds out what else may be wrong
        yield from self._poll(job, told)

    def job(self, job: str) -> Json:
        """A job as it is now."""
        return self._json("GET", f"/api/v1/jobs/{job}")

    def cancel(self, job: str) -> None:
        """Cancels a job; nothing of it stays."""
        self._json("POST", f"/api/v1/jobs/{job}/cancel")

    def result(self, job: str) -> Json:
        """The item that a job has made. A job that came to another end, or to none yet, is an error with the job's own words."""
        state = self.job(job)
        if state["status"] != "succeeded" or not state["result"]:
            why = " ".join(message["text"] for message in state["messages"] if message["type"] == "error")
            raise RasterAnalysisError(f"Job {job} is {state['status']}. {why}".rstrip(), code="job")
        return self.item(state["result"]["itemId"])

    def item(self, item: str) -> Json:
        """An item as it is now."""
        return self._json("GET", f"/api/v1/items/{item}")

    def download(self, item: Reference, path: Union[str, os.PathLike[str]], *, progress: Optional[Progress] = None) -> list[Path]:
        """Writes a raster to a file, and beside it the .aux.xml in which QGIS, ArcGIS and GDAL find class names and counts.

        A mosaic's rasters are numbered: map.tif becomes map-1.tif, map-2.tif and so on. Returns the rasters' paths. A file appears only once it is whole.
        """
        path = Path(path)
        item = self.item(item) if isinstance(item, str) else item
        data = f"/api/v1/items/{item['id']}"
        if item.get("rasters"):
            paths = [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, len(item["rasters"]) + 1)]
            for number, one in enumerate(paths):
                self._fetch(f"{data}/rasters/{number}/data", one, progress)
            return paths

        name = f"raster{Path(item['name']).suffix}"
        self._fetch(f"{data}/data/{name}", path, progress)
        sidecar = path.with_name(f"{path.name}.aux.xml")
        try:
            self._fetch(f"{data}/data/{name}.aux.xml", sidecar)
        except RasterAnalysisError as error:
            if error.status != 404:
                raise
            if sidecar.exists():
                sidecar.unlink()  # of a former raster of this name
        return [path]

    def areas(self, item: Reference) -> Areas:
        """Pixels, hectares and share of each class of a classified raster, of a mosaic those of its rasters added up.

        The service measures each pixel on the ellipsoid of the raster's coordinate system, so that hectares are right in degrees and in Web Mercator too. Where nothing says where on Earth
        the raster lies they are None, and note says so. A large raster that no job has measured is waited for.
        """
        path = f"/api/v1/items/{item if isinstance(item, str) else item['id']}/areas"
        end = time.monotonic() + MEASURE_SECONDS
        while True:
            try:
                answer = self._json("GET", path)
                break
            except RasterAnalysisError as error:
                if error.status != 503 or time.monotonic() > end:
                    raise
            time.sleep(POLL_SECONDS)
        return _areas_of(answer, answer["note"])

    def zone_areas(self, item: Reference, zones: Union[Reference, str, os.PathLike[str]], *, zone_field: Optional[str] = None) -> list[Zone]:
        """The same within each of some polygons. A pixel belongs to a zone when its centre lies in it; zones may overlap.

        zones: a file of GeoJSON, or what was read of one; or an item of features or its id. zone_field: the property with a zone's name; "name" unless given.
        """
        if isinstance(zones, str) and re.fullmatch("[0-9a-f]{32}", zones):
            given: Any = {"itemId": zones}
        elif isinstance(zones, (str, os.PathLike)):
            try:
                given = json.loads(Path(zones).read_text(encoding="utf-8-sig"))
            except ValueError as error:
                raise OSError(f"{zones} is no GeoJSON: {error}") from None
        else:
            given = {"itemId": zones["id"]} if zones.get("type") == "Feature Service" else zones
        body = {"zones": given, **({} if zone_field is None else {"zoneField": zone_field})}
        answer = self._json("POST", f"{self._item_path(item)}/areas", json.dumps(body).encode(), {"Content-Type": "application/json"}, MEASURE_SECONDS)
        return [Zone(zone["id"], zone["name"], _areas_of(zone, answer["note"]), zone["note"]) for zone in answer["zones"]]

    def sample(self, item: Reference, *, seed: Optional[int] = None, **design: Any) -> Json:
        """Places of a classified raster at which somebody is to look what is there, as GeoJSON: a stratified random sample.

        design: points and minimum_per_class, or points_per_class; coordinates "wgs84" or "raster". Write what is there into each point's property reference, and give the file to accuracy.
        """
        words = {"points": "points", "minimum_per_class": "minimumPerClass", "points_per_class": "pointsPerClass", "coordinates": "coordinates"}
        body = {words.get(name, name): value for name, value in {**design, "seed": seed}.items() if value is not None}
        return self._json("POST", f"{self._item_path(item)}/sample", json.dumps(body).encode(), {"Content-Type": "application/json"}, MEASURE_SECONDS)

    def accuracy(
            self, item: Reference, reference: Union[str, os.PathLike[str], None] = None, *, field: Optional[str] = None, crs: Optional[str] = None, match: Optional[str] = None,
            kappa: bool = False) -> Json:
        """How right a classified raster is, by a file of points (GeoJSON, CSV) or a raster of which somebody knows the classes; without a file, what the last one told.

        Answers the confusion matrix, user's, producer's and overall accuracy and error-adjusted areas in square metres, each with its 95 % interval.
        """
        path = f"{self._item_path(item)}/accuracy"
        if reference is None:
            return self._json("GET", path)
        boundary = uuid.uuid4().hex
        fields = {"field": field, "crs": crs, "match": match, "kappa": "true" if kappa else None}
        head = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items() if value is not None)
        name = Path(reference).name.replace('"', "_")
        head += f'--{boundary}\r\nContent-Disposition: form-data; name="reference"; filename="{name}"\r\n\r\n'
        body = b"".join((head.encode(), Path(reference).read_bytes(), f"\r\n--{boundary}--\r\n".encode()))
        return self._json("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, MEASURE_SECONDS)

    def verify(self, item: Reference, sections: Union[int, str, None] = None) -> str:
        """Submits a job that makes sections of a result again and compares them pixel by pixel, and returns its id at once; its value has what was found.

        sections: how many, drawn by chance, or "all"; ten unless given.
        """
        body = {} if sections is None else {"sections": sections}
        return self._json("POST", f"{self._item_path(item)}/verifications", json.dumps(body).encode(), {"Content-Type": "application/json"})["id"]

    @staticmethod
    def _item_path(item: Reference) -> str:
        return f"/api/v1/items/{item if isinstance(item, str) else item['id']}"

    def _stream(self, job: str) -> Iterator[Event]:
        with self._open("GET", f"/api/v1/jobs/{job}/events", headers={"Accept": "text/event-stream"}) as answer:
            if not (answer.getheader("Content-Type") or "").startswith("text/event-stream"):
                return
            kind, data = "", ""
            for line in (raw.decode().rstrip("\r\n") for raw in answer):
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    data = value
                elif not line and data:
                    yield Event(kind, json.loads(data))
                    kind, data = "", ""

    def _poll(self, job: str, told: int) -> Iterator[Event]:
        progress = status = None
        while True:
            state = self._patient_json(f"/api/v1/jobs/{job}")
            for message in state["messages"][told:]:
                yield Event("message", message)
            told = len(state["messages"])
            if state["progress"] != progress:
                progress = state["progress"]
                yield Event("progress", {"progress": progress, "text": state["progressText"], **state["sections"]})
            if state["status"] != status:
                status = state["status"]
                yield Event("status", {"status": status})
            if status in FINAL:
                return
            time.sleep(POLL_SECONDS)

    def _fetch(self, url: str, path: Path, progress: Optional[Progress] = None) -> None:
        part = path.with_name(f"{path.name}.part")
        try:
            with self._open("GET", url) as answer, part.open("wb") as file:
                total = int(answer.getheader("Content-Length") or 0)
                done = 0
                while piece := self._read(answer, CHUNK):
                    file.write(piece)
                    done += len(piece)
                    if progress:
                        progress(done, total)
                if done < total:
                    raise self._unreachable(f"the answer ended after {done} of {total} bytes")
            part.replace(path)
        finally:
            if part.exists():
                part.unlink()

    def _begin_upload(self, name: str, size: int, title: Optional[str], folder: Optional[str]) -> str:
        said = (("filename", name), ("title", title), ("folder", folder))
        metadata = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in said if text)
        return self._json("POST", "/api/v1/uploads", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata})["id"]

    def _send(self, upload: str, file: Any, size: int, progress: Optional[Progress]) -> None:
        """Sends what is missing of an upload (https://tus.io/protocols/resumable-upload)."""
        url = f"/api/v1/uploads/{upload}"
        end = time.monotonic() + OUTAGE_SECONDS
        while True:
            try:
                with self._open("HEAD", url, headers=TUS) as answer:
                    offset, length = int(answer.getheader("Upload-Offset") or 0), int(answer.getheader("Upload-Length") or 0)
                if length != size:
                    raise RasterAnalysisError(f"{file.name} has {size} bytes, and the upload {upload} is of {length}.", code="changed")
                while offset < size:
                    part = min(PART_BYTES, size - offset)
                    headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", "Content-Length": str(part)}
                    self._json("PATCH", url, _pieces(file, offset, part, size, progress), headers)
                    offset += part
                    end = time.monotonic() + OUTAGE_SECONDS
                return
            except RasterAnalysisError as error:
                if error.code == "changed" or error.status not in (None, 409, 423, 502, 503, 504) or time.monotonic() > end:
                    raise
            time.sleep(POLL_SECONDS)

    def _patient_json(self, url: str, method: str = "GET", seconds: float = ANSWER_SECONDS) -> Json:
        end = time.monotonic() + OUTAGE_SECONDS
        while True:
            try:
                return self._json(method, url, seconds=seconds)
            except RasterAnalysisError as error:
                if error.status not in (None, 423, 502, 503, 504) or time.monotonic() > end:
                    raise
            time.sleep(POLL_SECONDS)

    def _json(
            self, method: str, url: str, body: Union[bytes, Iterable[bytes], None] = None, headers: Optional[Mapping[str, str]] = None,
            seconds: float = ANSWER_SECONDS) -> Json:
        with self._open(method, url, body, headers, seconds) as answer:
            content = self._read(answer)
        try:
            return json.loads(content) if content else {}
        except ValueError:
            raise RasterAnalysisError(f"{self.address} does not answer as a RasterAnalysis service does.", code="unreachable") from None

    @contextmanager
    def _open(
            self, method: str, url: str, body: Union[bytes, Iterable[bytes], None] = None, headers: Optional[Mapping[str, str]] = None,
            seconds: float = ANSWER_SECONDS) -> Iterator[HTTPResponse]:
        connection = self._connect(self._host, timeout=seconds)
        try:
            try:
                try:
                    connection.request(method, quote(self._prefix + url, safe="/?&=%"), body, {**self._headers, **(headers or {})})
                except (BrokenPipeError, ConnectionResetError):
                    pass  # who refuses a large upload says so before it is through
                answer = connection.getresponse()
            except (OSError, HTTPException) as error:
                raise self._unreachable(error) from error
            if answer.status >= 300:
                raise RasterAnalysisError.of_answer(answer.status, answer.reason, self._read(answer))
            yield answer
        finally:
            connection.close()

    def _read(self, answer: HTTPResponse, size: Optional[int] = None) -> bytes:
        try:
            return answer.read(size)
        except (OSError, HTTPException) as error:
            raise self._unreachable(error) from error

    def _unreachable(self, why: object) -> RasterAnalysisError:
        return RasterAnalysisError(f"{self.address} cannot be reached: {why or type(why).__name__}", code="unreachable")


def _pieces(file: Any, offset: int, count: int, size: int, progress: Optional[Progress]) -> Iterator[bytes]:
    """Some bytes of a file."""
    file.seek(offset)
    end = offset + count
    while offset < end:
        piece = file.read(min(CHUNK, end - offset))
        if not piece:
            raise RasterAnalysisError(f"{file.name} became shorter while it was sent.", code="changed")
        yield piece
        offset += len(piece)
        if progress:
            progress(offset, size)


def _areas_of(answer: Json, note: str) -> Areas:
    return Areas(
        [ClassArea(c["value"], c["name"], c["pixels"], c["share"], None if c["squareMetres"] is None else c["squareMetres"] / 10_000) for c in answer["classes"]],
        note, answer["noData"]["pixels"])


def reference(source: Reference) -> Json:
    """The object by which the native API names a raster or a model."""
    if isinstance(source, str):
        return {"uri" if source.startswith("/") else "url" if "://" in source else "itemId": source}
    return {"itemId": source["id"]} if "id" in source else source


# The program

EXIT_CODES = """exit codes:
  0    done
  1    the job failed, was cancelled or ran out of time
  2    the command line is wrong, or a file of yours cannot be read or written
  3    the service refused the request, the raster or the model
  4    the service cannot be reached
  130  interrupted by Ctrl-C, which cancels the job that was submitted"""


class _Console:
    """Messages on standard error, with a line of progress below them where that is a terminal."""

    def __init__(self) -> None:
        self._is_live = sys.stderr.isatty()

    def line(self, text: str) -> None:
        self._clear()
        print(text, file=sys.stderr, flush=True)

    def event(self, event: Event) -> None:
        if event.kind == "progress":
            self._progress(float(event.data["progress"]), str(event.data["text"]))
        elif event.kind == "message":  # they tell the states too
            self.line(str(event))

    def transfer(self, name: str) -> Progress:
        return lambda done, total: self._progress(100 * done / max(total, 1), name)

    def _progress(self, percent: float, text: str) -> None:
        if self._is_live:
            self._clear()
            bar = "#" * int(percent / 4)
            print(f"[{bar:<25}] {percent:3.0f} % {text}"[:100], end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._is_live:
            print("\r\x1b[K", end="", file=sys.stderr)


def _bring(service: RasterAnalysis, path: str, console: _Console, **about: Optional[str]) -> Json:
    try:
        item = service.upload(path, progress=console.transfer(f"sending {os.path.basename(path)}"), **about)
    except RasterAnalysisError as error:
        if error.upload:
            console.line(f"what was sent stays for a while; to go on: upload {path} --resume {error.upload}")
        raise
    console.line(f"{path} is item {item['id']}")
    for warning in item["warnings"]:
        console.line(f"warning: {warning}")
    return item


def _source(service: RasterAnalysis, text: str, console: _Console) -> Reference:
    """A file of one's own is brought first; everything else is already there."""
    if os.path.isfile(text):
        return _bring(service, text, console)
    if "://" in text or re.match("/(rasterStores|fileShares|cloudStores)/", text) or re.fullmatch("[0-9a-f]{32}", text):
        return text
    raise FileNotFoundError(f"{text} is no file, no path in a store of the service (/rasterStores/…), no address and no item's id.")


def _end(service: RasterAnalysis, job: str, console: _Console) -> None:
    """Follows a job that was submitted here to its end; Ctrl-C cancels it."""
    console.line(f"job {job}")
    try:
        for event in service.follow(job):
            console.event(event)
    except KeyboardInterrupt:
        service.cancel(job)
        raise


def _save(service: RasterAnalysis, item: Reference, path: Path, console: _Console) -> None:
    for written in service.download(item, path, progress=console.transfer("fetching")):
        console.line(f"written: {written}")


def _made(service: RasterAnalysis, job: str, console: _Console, output: Optional[Path]) -> Json:
    """The item that a job makes, fetched where it is to be."""
    _end(service, job, console)
    result = service.result(job)
    if output:
        _save(service, result, output, console)
    return result


def _upload(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    print(_bring(service, options.file, console, title=options.title, folder=options.folder, resume=options.resume)["id"])


def _classify(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    context = {**options.context, **({"extent": options.extent} if options.extent else {})}
    scene, model = _source(service, options.scene, console), _source(service, options.model, console)
    job = service.submit(
        scene, model, model_arguments=dict(options.arg) or None, output_name=options.name, folder=options.folder,
        process_all_raster_items=options.all_items or None, context=context or None)
    result = _made(service, job, console, options.output)
    if result.get("classes"):
        print(service.areas(result))


def _follow(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    for event in service.follow(options.job):
        console.event(event)
    print(service.result(options.job)["id"])


def _download(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    _save(service, options.item, options.output, console)


def _areas(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    if options.zones is None:
        print(service.areas(options.item))
        return
    zones = service.zone_areas(options.item, options.zones, zone_field=options.zone_field)
    print("\n\n".join(map(str, zones)))
    print(zones[0].areas.note)


def _sample(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    sample = service.sample(
        options.item, seed=options.seed, points=options.points, points_per_class=options.points_per_class, minimum_per_class=options.minimum_per_class, coordinates=options.coordinates)
    for warning in sample["warnings"]:
        console.line(f"warning: {warning}")
    options.output.write_text(json.dumps(sample, ensure_ascii=False, indent=1), encoding="utf-8")
    console.line(f"written: {options.output}, {len(sample['features'])} points with seed {sample['seed']}")


def _accuracy(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    found = service.accuracy(options.item, options.reference, field=options.field, crs=options.crs, match=options.match, kappa=options.kappa)
    for warning in found["warnings"]:
        console.line(f"warning: {warning}")
    print(_accuracy_text(found))


def _accuracy_text(found: Json) -> str:
    """The report in words: the matrix, accuracies and error-adjusted areas, each with its 95 % interval."""
    names = [c["name"] for c in found["classes"]]
    hectares = found["areaUnit"] == "squareMetres"
    matrix = [["Map / reference"] + names] + [[name] + [f"{count:,}" for count in row] for name, row in zip(names, found["confusionMatrix"])]
    rows = [["Class", "User's", "Producer's", "Area"]] + [
        [c["name"], _percent(c["usersAccuracy"]), _percent(c["producersAccuracy"]), _area(c["adjustedArea"], hectares)] for c in found["classes"]]
    return "\n".join(_columns(matrix) + [""] + _columns(rows) + [f"Overall accuracy  {_percent(found['overallAccuracy'])}"] + ([f"Kappa  {found['kappa']:.3f}"] if found.get("kappa") is not None else []))


def _percent(estimate: Json) -> str:
    if estimate.get("value") is None:
        return "not known"
    return f"{100 * estimate['value']:.1f} %" if estimate.get("margin") is None else f"{100 * estimate['value']:.1f} ± {100 * estimate['margin']:.1f} %"


def _area(estimate: Json, hectares: bool) -> str:
    if estimate.get("value") is None:
        return "not known"
    unit, name = (10_000, "ha") if hectares else (1, "pixels")
    if estimate.get("margin") is None:
        return f"{estimate['value'] / unit:,.1f} {name}"
    margin = estimate["margin"] / unit
    places = 0 if margin == 0 or margin >= 10 else 1 if margin >= 1 else 2
    return f"{estimate['value'] / unit:,.{places}f} ± {margin:,.{places}f} {name}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    wide = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(wide[column]) if column == 0 else cell.rjust(wide[column]) for column, cell in enumerate(row)) for row in rows]


def _verify(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    job = service.verify(options.item, options.sections)
    _end(service, job, console)
    state = service.job(job)
    if state["status"] != "succeeded":
        service.result(job)  # says what became of it
    value = state["value"]
    print(f"{value['sections']:,} sections, {value['pixels']:,} pixels made again: {value['differing']:,} differ")
    if value["differing"]:
        raise RasterAnalysisError(f"{value['differing']:,} pixels are not those that the record gives.", code="job")


def _polygons(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    job = service.polygons(
        options.item, minimum_area=options.minimum_area, simplify=options.simplify, classes=options.classes, output_name=options.name, folder=options.folder)
    print(_made(service, job, console, options.output)["id"])


def _change(service: RasterAnalysis, options: argparse.Namespace, console: _Console) -> None:
    job = service.change(
        options.item, options.to, unchanged=options.unchanged, from_confidence=options.from_confidence, to_confidence=options.to_confidence,
        minimum_confidence=options.minimum_confidence, output_name=options.name, folder=options.folder)
    print(service.areas(_made(service, job, console, options.output)))


def _service(text: str) -> RasterAnalysis:
    try:
        return RasterAnalysis(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _argument(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not name=value")
    return name, value


def _extent(text: str) -> Json:
    try:
        xmin, ymin, xmax, ymax = (float(number) for number in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not xmin,ymin,xmax,ymax") from None
    return {"xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax}


def _context(text: str) -> Json:
    try:
        context = json.loads(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"is no JSON: {error}") from None
    if not isinstance(context, dict):
        raise argparse.ArgumentTypeError("is no JSON object")
    return context


def _new_file(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text} cannot be written: there must be a folder for it, and none of its name")
    return path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Runs deep learning models over imagery by a RasterAnalysis service.", epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", type=_service, help="the service, such as http://127.0.0.1:5000")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)

    def command(name: str, run: Callable[..., None], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter)
        added.set_defaults(run=run)
        return added

    classify = command("classify", _classify, "Classifies a raster, fetches the result, and prints the area of each class.")
    classify.add_argument("scene", help="a raster: a file, /rasterStores/…, an address, or an item's id")
    classify.add_argument("model", help="a model package (.dlpk, .onnx, .ecd, .zip): likewise")
    classify.add_argument("-o", "--output", type=_new_file, metavar="FILE", help="write the classified GeoTIFF here, its .aux.xml beside it")
    classify.add_argument("--arg", type=_argument, action="append", default=[], metavar="NAME=VALUE", help="an argument of the model; as often as needed")
    classify.add_argument("--extent", type=_extent, metavar="XMIN,YMIN,XMAX,YMAX", help="classify this part only, in the coordinates of the raster")
    classify.add_argument("--context", type=_context, default={}, metavar="JSON", help="the rest of the environment, such as '{\"cellSize\": 10, \"outSR\": {\"wkid\": 3035}}'")
    classify.add_argument("--name", help="name of the result's image service")
    classify.add_argument("--folder", help="folder of the result's item")
    classify.add_argument("--all-items", action="store_true", help="classify each raster of a mosaic on its own grid")

    upload = command("upload", _upload, "Brings a raster or a model, and prints the item's id.")
    upload.add_argument("file")
    upload.add_argument("--title")
    upload.add_argument("--folder")
    upload.add_argument("--resume", metavar="UPLOAD", help="go on with an upload that broke off; its id is in what was said then")

    follow = command("follow", _follow, "Tells what happens to a job until it is over, and prints the id of the result's item.")
    follow.add_argument("job", help="its id")

    download = command("download", _download, "Writes a raster to a file, its .aux.xml beside it.")
    download.add_argument("item", help="its id")
    download.add_argument("-o", "--output", type=_new_file, metavar="FILE", required=True)

    polygons = command("polygons", _polygons, "Makes polygons of the classes of a classified raster, and prints the id of their item.")
    polygons.add_argument("item", help="the raster's id")
    polygons.add_argument("-o", "--output", type=_new_file, metavar="FILE", help="write the GeoPackage here")
    polygons.add_argument("--minimum-area", type=float, metavar="NUMBER", help="square metres; smaller polygons are left out")
    polygons.add_argument("--simplify", type=float, metavar="PIXELS", help="by how much edges may be moved")
    polygons.add_argument("--class", dest="classes", action="append", metavar="NAME", help="a class by its name or value, of which polygons are made; as often as needed; all unless given")
    polygons.add_argument("--name", help="name of the result's feature service")
    polygons.add_argument("--folder", help="folder of the result's item")

    change = command("change", _change, "Compares a classified raster with a later one, and prints the area of each pair of classes.")
    change.add_argument("item", help="the earlier raster's id")
    change.add_argument("to", help="the later raster's id")
    change.add_argument("-o", "--output", type=_new_file, metavar="FILE", help="write the from-to GeoTIFF here, its .aux.xml beside it")
    change.add_argument("--unchanged", choices=["keep", "merge", "leaveOut"], help="what becomes of pixels without a change")
    change.add_argument("--from-confidence", metavar="ITEM", help="id of the raster that says how sure the earlier classes are")
    change.add_argument("--to-confidence", metavar="ITEM", help="id of the raster that says how sure the later classes are")
    change.add_argument("--minimum-confidence", type=int, metavar="PERCENT", help="where one of the two is less sure there is NoData")
    change.add_argument("--name", help="name of the result's image service")
    change.add_argument("--folder", help="folder of the result's item")

    areas = command("areas", _areas, "Prints pixels, share and hectares of each class of a classified raster, or of each of its zones.")
    areas.add_argument("item", help="its id")
    areas.add_argument("--zones", metavar="FILE", help="polygons as GeoJSON, or the id of an item of features: areas of each of them")
    areas.add_argument("--zone-field", metavar="NAME", help="property with a zone's name; \"name\" unless given")

    sample = command("sample", _sample, "Draws a stratified random sample of a classified raster, to be labelled.")
    sample.add_argument("item", help="the raster's id")
    sample.add_argument("-o", "--output", type=_new_file, metavar="FILE", required=True, help="write the GeoJSON here")
    sample.add_argument("--points", type=int, metavar="NUMBER", help="points altogether, shared out by the pixels of the classes")
    sample.add_argument("--minimum-per-class", type=int, metavar="NUMBER", help="with --points: what each class gets at least")
    sample.add_argument("--points-per-class", type=int, metavar="NUMBER", help="the same number for each class")
    sample.add_argument("--seed", type=int, metavar="NUMBER", help="the same seed draws the same points")
    sample.add_argument("--coordinates", choices=("wgs84", "raster"), help="longitude and latitude, unless raster is given")

    accuracy = command("accuracy", _accuracy, "Compares a classified raster with points or a raster of known classes, or prints the last comparison.")
    accuracy.add_argument("item", help="the raster's id")
    accuracy.add_argument("reference", nargs="?", metavar="FILE", help="points as GeoJSON or CSV, or a raster of classes; without it the last comparison is printed")
    accuracy.add_argument("--field", metavar="NAME", help="property or column with the class of a point")
    accuracy.add_argument("--crs", metavar="CRS", help="coordinate system of the points, such as EPSG:32633")
    accuracy.add_argument("--match", choices=("name", "value"), help="for a raster: what of its classes is compared")
    accuracy.add_argument("--kappa", action="store_true", help="kappa too")

    verify = command("verify", _verify, "Makes sections of a result again and compares them pixel by pixel; exit code 1 where any differs.")
    verify.add_argument("item", help="the raster's id")
    verify.add_argument("--sections", type=lambda text: text if text == "all" else int(text), metavar="NUMBER", help="how many, drawn by chance, or all; ten unless given")
    return parser


def _with_negative_extents(arguments: Sequence[str]) -> list[str]:
    """argparse takes --extent -35,-8,-34,-7 for two options unless they are one word."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--extent":
            joined[-1] = f"--extent={argument}"
        else:
            joined.append(argument)
    return joined


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = _parser().parse_args(_with_negative_extents(sys.argv[1:] if arguments is None else arguments))
    console = _Console()
    try:
        options.run(options.address, options, console)
        return 0
    except KeyboardInterrupt:
        console.line("interrupted")
        return 130
    except RasterAnalysisError as error:
        console.line(f"error: {error}")
        return {"job": 1, "changed": 2, "unreachable": 4}.get(error.code, 3)
    except OSError as error:
        console.line(f"error: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
