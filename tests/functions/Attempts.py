"""A raster function that tries what a function may not do, and gives back how much of it could be done: class 100 plus that number. Nothing of it harms anybody where it is not stopped."""
import ctypes
import json
import os
import signal
import socket
import subprocess

import numpy


def grow():
    return numpy.empty(20 << 30, "u1")[0]


def attempts(model):
    """model: the definition, whose key "Secret" names a file of the tester's, outside of the package."""
    with open(model) as file:
        secret = json.load(file)["Secret"]
    library = ctypes.CDLL(None, use_errno=True)

    def call(name, *arguments):
        if getattr(library, name)(*arguments) < 0:
            raise OSError(ctypes.get_errno(), name)

    def fork():
        if os.fork() == 0:
            os._exit(0)

    return {
        "read a file": lambda: open(secret).read(),
        "list a folder": lambda: os.listdir(os.path.dirname(secret)),
        "read a file of the system": lambda: open("/etc/passwd").read(),
        "read the service's settings": lambda: open(f"/proc/{os.getppid()}/environ").read(),
        "write a file": lambda: open(secret, "a").write("more"),
        "make a file": lambda: open(secret + ".new", "w"),
        "change a mode": lambda: os.chmod(secret, 0o644),
        "rename a file": lambda: (os.rename(secret, secret + ".moved"), os.rename(secret + ".moved", secret)),
        "a network": lambda: socket.create_connection(("127.0.0.1", 9)),
        "a socket": lambda: socket.socket(),
        "a pair of sockets": lambda: socket.socketpair(),
        "a name of the network": lambda: socket.getaddrinfo("localhost", 80, proto=socket.IPPROTO_TCP)[0] and socket.socket(),
        "a program": lambda: subprocess.run(["/bin/true"], check=True),
        "a shell": lambda: os.popen("true").read() is None,
        "a child process": fork,
        "a signal to the service": lambda: os.kill(os.getppid(), 0),
        "a signal to all": lambda: os.killpg(os.getpgid(os.getppid()), 0),
        "a session": lambda: os.setsid(),
        "a priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 19),
        "another folder for a root": lambda: call("chroot", b"/tmp"),
        "more open files": lambda: [open("/dev/null") for _ in range(600)],
        "more memory": grow,
        "more limits": lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_CORE, (1, 1)),
    }


def succeeds(attempt):
    try:
        attempt()
        return True
    except Exception as error:
        print(type(error).__name__, error)
        return False


class Attempts:
    def initialize(self, **kwargs):
        self.model = kwargs["model"]

    def getParameterInfo(self):
        return [{"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""}]

    def getConfiguration(self, **scalars):
        return {"tx": 64, "ty": 64}

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        done = [name for name, attempt in attempts(self.model).items() if succeeds(attempt)]
        print("could:", done)
        return {"output_pixels": numpy.full(shape, 100 + len(done), "i4")}
