#!/usr/bin/env python3
"""Makes NAME.zip: the data folder that the service of a commit leaves, small, for the test that every version's folder is upgraded.

    tests/databases/make.py fac3dfd d262b32 ...

Builds the commit in a worktree of its own, starts it, uploads a raster of 64 x 48 pixels and a package of one convolution, runs jobs, stops it, and packs the database, the
items' files, the same for PostgreSQL as SQL (the tables as the service makes them; Debian's postgresql must be there) and, in expected.json, what the service answered about them.
The folder lies under FOLDER meanwhile, for the first versions stored full paths: no path of the machine that made it is in the archive.
"""
import io
import json
import os
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = Path("/tmp/rasteranalysis-of-another-version")
WIDTH, HEIGHT, CLASSES = 64, 48, 3
ENDED = ["succeeded", "failed", "cancelled", "timedOut"]


def raster():
    """A GeoTIFF of one band; pixel (row, column) is (row + column) mod 3."""
    pixels = bytes((row + column) % CLASSES for row in range(HEIGHT) for column in range(WIDTH))
    geokeys = struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32632)
    scale, tie = struct.pack("<3d", 10, 10, 0), struct.pack("<6d", 0, 0, 0, 500000, 5000000, 0)
    tags = [(256, 3, 1, WIDTH), (257, 3, 1, HEIGHT), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 0), (277, 3, 1, 1), (278, 3, 1, HEIGHT),
            (279, 4, 1, len(pixels)), (33550, 12, 3, scale), (33922, 12, 6, tie), (34735, 3, 16, geokeys)]
    at = 8 + 2 + 12 * len(tags) + 4
    directory, after = struct.pack("<H", len(tags)), b""
    for tag, kind, count, value in tags:
        if isinstance(value, bytes):
            value, after = at + len(after), after + value
        elif tag == 273:
            value = at + len(scale) + len(tie) + len(geokeys)
        directory += struct.pack("<HHII", tag, kind, count, value)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", 0) + after + pixels


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number, value):
    """A field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def network():
    """An ONNX file of one 1 x 1 convolution: channel k scores 2kx - k^2, highest for the k that the band says."""
    def constant(name, dims, values):
        return b"".join(field(1, n) for n in dims) + field(2, 1) + field(8, name) + field(9, struct.pack(f"<{len(values)}f", *values))

    def image(name, channels):
        dims = [field(2, "n"), field(1, channels), field(2, "h"), field(2, "w")]
        return field(1, name) + field(2, field(1, field(1, 1) + field(2, b"".join(field(1, dim) for dim in dims))))

    node = field(1, "input") + field(1, "weight") + field(1, "bias") + field(2, "output") + field(4, "Conv")
    graph = (field(1, node) + field(2, "copy") + field(5, constant("weight", [CLASSES, 1, 1, 1], [2 * k for k in range(CLASSES)]))
             + field(5, constant("bias", [CLASSES], [-k * k for k in range(CLASSES)])) + field(11, image("input", 1)) + field(12, image("output", CLASSES)))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def package():
    definition = {
        "Framework": "Onnx", "ModelType": "ImageClassification", "ModelFile": "network.onnx", "ImageHeight": 64, "ImageWidth": 64,
        "Classes": [{"Value": k, "Name": f"Class {k}", "Color": [k * 90, 40, 200 - k * 60]} for k in range(CLASSES)]}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.emd", json.dumps(definition))
        archive.writestr("network.onnx", network())
    return stream.getvalue()


class Service:
    """The built service of a commit, as a process."""

    def __init__(self, program, **settings):
        environment = {**os.environ, "RasterAnalysis__DataRoot": str(FOLDER), **settings}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(["dotnet", program, "--urls", self.address], env=environment, stdout=self.log, stderr=subprocess.STDOUT, cwd=program.parent)
        self.until(lambda: self.call("healthz/ready", text=True), "the service to be ready", seconds=20)

    def until(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if found := condition():
                    return found
            except (urllib.error.URLError, ConnectionError):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        self.log.seek(0)
        raise TimeoutError(f"Waited in vain for {what}:\n{self.log.read().decode()}")

    def call(self, path, body=None, content_type="application/json", text=False):
        request = urllib.request.Request(self.address + path, data=body, headers={"Content-Type": content_type} if body is not None else {})
        with urllib.request.urlopen(request) as answer:
            content = answer.read()
        return content.decode() if text else json.loads(content)

    def form(self, path, **fields):
        """A call of the ArcGIS face; None where this version has none such."""
        try:
            answer = self.call(path, urllib.parse.urlencode({**fields, "f": "json"}).encode(), "application/x-www-form-urlencoded")
        except urllib.error.HTTPError:
            return None
        return None if "error" in answer else answer

    def upload(self, name, content):
        boundary = "----a-boundary"
        body = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
                + content + f"\r\n--{boundary}--\r\n".encode())
        return self.call("api/v1/items", body, f"multipart/form-data; boundary={boundary}")["id"]

    def submit(self, raster_id, model_id, name, context=None):
        request = {"inputRaster": {"itemId": raster_id}, "model": {"itemId": model_id}, "outputName": name, **({"context": context} if context else {})}
        return self.call("api/v1/classify-pixels/jobs", json.dumps(request).encode())["id"]

    def ended(self, job_id):
        return self.until(lambda: (job := self.call(f"api/v1/jobs/{job_id}"))["status"] in ENDED and job, f"job {job_id}")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def fill(program):
    """Uploads, runs jobs, leaves one waiting. Returns what the service says of it all."""
    service = Service(program)
    raster_id, model_id = service.upload("harbour.tif", raster()), service.upload("model.dlpk", package())
    job = service.ended(service.submit(raster_id, model_id, "Quays"))
    if job["status"] != "succeeded":
        sys.exit(json.dumps(job, indent=1))
    task = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/QueryDeepLearningModelInfo"
    if asked := service.form(f"{task}/submitJob", model=json.dumps({"itemId": model_id})):
        service.ended(asked["jobId"])
    content = "arcgis/sharing/rest/content/users/admin"
    if folder := service.form(f"{content}/createFolder", title="Land cover"):
        service.form(f"{content}/items/{model_id}/move", folder=folder["folder"]["id"])
    service.stop()

    # not begun, as if the service had been stopped right after it was taken
    service = Service(program, RasterAnalysis__Jobs__Run="false")
    service.submit(raster_id, model_id, "Moles")
    said = {"items": service.call("api/v1/items"), "jobs": service.call("api/v1/jobs"),
            "folders": (service.form(content) or {}).get("folders", [])}
    service.stop()
    address = service.address
    return json.loads(json.dumps(said).replace(address, "http://service/"))


def tables_of_postgresql(program):
    """The tables that the service makes in PostgreSQL, as SQL; None for the first versions, which made none there."""
    folder = Path(tempfile.mkdtemp())
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")

    def run(tool, *arguments):
        return subprocess.run([*user, tools / tool, *arguments], check=True, cwd="/", capture_output=tool == "pg_dump", text=True).stdout

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run("initdb", "-D", folder / "data", "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start")
    try:
        service = Service(program, ConnectionStrings__RasterAnalysis=f"Host=127.0.0.1;Port={port};Username=test;Database=postgres")
        service.stop()
        dump = run("pg_dump", "-h", "127.0.0.1", "-p", str(port), "-U", "test", "--schema-only", "--schema=public", "--no-owner", "--no-privileges", "postgres")
    except TimeoutError as error:
        if 'relation "Jobs" does not exist' not in str(error):
            raise
        return None
    finally:
        run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder)
    statements = re.findall(r"^(?:CREATE TABLE|ALTER TABLE|CREATE INDEX|CREATE UNIQUE INDEX)[^;]*;", dump, re.MULTILINE)
    return "\n".join(statement.replace("public.", "") for statement in statements) + "\n"


def rows(connection):
    """The rows of a database of SQLite as SQL for PostgreSQL."""
    def literal(value):
        return "NULL" if value is None else str(value) if isinstance(value, (int, float)) else "'" + value.replace("'", "''") + "'"

    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        found = connection.execute(f'SELECT * FROM "{table}"')
        columns = ", ".join(f'"{column[0]}"' for column in found.description)
        for row in found:
            yield f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(map(literal, row))});\n'


def pack(target, said, tables):
    database = FOLDER / "rasteranalysis.db"
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=DELETE")
    tables = tables and tables + "".join(rows(connection))
    connection.close()
    files = [database, *sorted(path for path in (FOLDER / "items").rglob("*") if path.is_file())]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        entries = [(path.relative_to(FOLDER.parent).as_posix().replace(FOLDER.name, "data", 1), path.read_bytes()) for path in files]
        entries += [("expected.json", json.dumps(said, indent=1).encode())] + ([("postgresql.sql", tables.encode())] if tables else [])
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def build(commit, folder):
    subprocess.run(["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True)
    for project in ["Api", "Worker"]:
        subprocess.run(["dotnet", "build", folder / f"src/RasterAnalysis.{project}", "-c", "Release", "-v", "quiet", "--nologo",
                        "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"], check=True)


def main():
    for commit in sys.argv[1:]:
        folder = Path(os.environ.get("BUILT", tempfile.gettempdir())) / f"old-{commit}"
        is_built = folder.exists()
        if not is_built:
            build(commit, folder)
        program = folder / "artifacts/bin/RasterAnalysis.Api/release/RasterAnalysis.Api.dll"
        try:
            shutil.rmtree(FOLDER, ignore_errors=True)
            tables = tables_of_postgresql(program)
            shutil.rmtree(FOLDER, ignore_errors=True)
            pack(HERE / f"{commit}.zip", fill(program), tables)
        finally:
            shutil.rmtree(FOLDER, ignore_errors=True)
            if not is_built:
                subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)
        print(f"{commit}.zip: {(HERE / f'{commit}.zip').stat().st_size} bytes")


if __name__ == "__main__":
    main()
