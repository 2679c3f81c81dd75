"""Takes from this process what a conversion does not need, before a stranger's module is loaded: Landlock, seccomp and limits, by the process itself.

After it the process reads Python's and the system's libraries and the files that are named, writes one folder, and has no sockets, programs, child processes,
signals to others, or attributes of files.
"""
import ctypes
import os
import platform
import resource
import struct
import sys

# landlock(7); the numbers are the same on all architectures
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3

# rights by the version that brought them: the last number of rights on files
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST_FILE_RIGHTS = 16
OF_ONE_FILE = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2

# seccomp_data and classic BPF (seccomp(2)): load a word, jump if equal, if at least, if a bit is set, return
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERROR, END = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x10000
X32 = 0x40000000

# call: number on x86-64, on arm64; None where there is none
DENIED = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "accept": (43, 202), "bind": (49, 200), "listen": (50, 201), "sendto": (44, 206),
    "sendmsg": (46, 211), "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440), "kcmp": (312, 272),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16), "truncate": (76, 45), "symlink": (88, None), "symlinkat": (266, 36), "mknod": (133, None), "mknodat": (259, 33), "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "prlimit64": (302, 261), "setrlimit": (160, 164), "init_module": (175, 105), "finit_module": (313, 273),
    "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224), "personality": (135, 92), "setuid": (105, 146), "setgid": (106, 144),
    "setreuid": (113, 145), "setresuid": (117, 147), "setgroups": (116, 159), "capset": (126, 91), "setpriority": (141, 140), "sched_setaffinity": (203, 122),
    "landlock_add_rule": (445, 445)}
SPECIAL = {"clone": (56, 220), "clone3": (435, 435), "tgkill": (234, 131)}
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


class Unconfined(Exception):
    """What this system lacks for it."""


def confine(readable, folder, memory, seconds):
    """Confines this process for good.

    readable: files that may be read. folder: the one that may be written. memory: bytes of address space. seconds: of processor time.
    """
    limit(memory, seconds)
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise Unconfined("privileges cannot be given up (prctl)")
    restrict_files(library, readable, folder)
    restrict_calls(library)


def limit(memory, seconds):
    for what, most in (
            (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 1 << 32), (resource.RLIMIT_NOFILE, 256), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def restrict_files(library, readable, folder):
    version = library.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        raise Unconfined("the kernel has no Landlock, or it is off (Linux 5.13 and later have it)")
    rights = (1 << FILE_RIGHTS.get(version, NEWEST_FILE_RIGHTS)) - 1
    attributes = struct.pack("=Q", rights) + (struct.pack("=Q", 3) if version >= 4 else b"") + (struct.pack("=Q", 3) if version >= 6 else b"")
    ruleset = library.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        raise Unconfined("Landlock takes no rules")
    homes = {"/usr", "/lib", "/lib64", sys.prefix, sys.base_prefix, os.path.dirname(os.path.abspath(__file__))}
    homes.update(path for path in sys.path if os.path.isdir(path))
    rules = [(path, EXECUTE | READ_FILE | READ_DIR) for path in homes] + [(path, READ_FILE) for path in (*readable, "/etc/ld.so.cache")] + [(folder, rights & ~EXECUTE)]
    for path, allowed in rules:
        add_rule(library, ruleset, path, allowed)
    if library.syscall(RESTRICT_SELF, ruleset, 0) != 0:
        raise Unconfined("Landlock cannot be put in force")
    os.close(ruleset)


def add_rule(library, ruleset, path, allowed):
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", allowed if os.path.isdir(path) else allowed & OF_ONE_FILE, opened)
        if library.syscall(ADD_RULE, ruleset, 1, rule, 0) != 0:
            raise Unconfined(f"Landlock takes no rule for {path}")
    finally:
        os.close(opened)


def restrict_calls(library):
    if platform.machine() not in ARCHITECTURES:
        raise Unconfined(f"no filter of system calls is known for {platform.machine()}")
    mark, column = ARCHITECTURES[platform.machine()]
    program = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, mark), (RETURN, 0, 0, END), (LOAD, 0, 0, 0), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, ERROR | EPERM)]
    for numbers in DENIED.values():
        if numbers[column] is not None:
            program += [(EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, ERROR | EPERM)]

    # glibc falls back to clone, whose flags can be seen: threads and no processes; signals to this process alone, as abort() sends
    program += [(EQUAL, 0, 1, SPECIAL["clone3"][column]), (RETURN, 0, 0, ERROR | ENOSYS)]
    program += [
        (EQUAL, 0, 4, SPECIAL["clone"][column]), (LOAD, 0, 0, 16), (ANY_BIT, 0, 1, CLONE_THREAD), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERROR | EPERM)]
    program += [
        (EQUAL, 0, 4, SPECIAL["tgkill"][column]), (LOAD, 0, 0, 16), (EQUAL, 0, 1, os.getpid()), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERROR | EPERM)]
    program.append((RETURN, 0, 0, ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    if library.prctl(SECCOMP, FILTER, header, 0, 0) != 0:
        raise Unconfined("the kernel takes no filter of system calls (seccomp)")
