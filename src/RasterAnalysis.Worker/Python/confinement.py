"""Takes from this process what a stranger's code does not need: Landlock, seccomp and limits, by the process itself and for good.

After confine() the process reads Python's and the system's libraries and what it is told to, writes one folder, and has no sockets, programs, child processes,
or signals to others. Run as a program, it says in one line what this system lacks for that, or nothing, and gives 0 where nothing is missing.
"""
import ctypes
import os
import platform
import resource
import select
import struct
import sys
import threading

# landlock(7); the numbers are the same on all architectures
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3

# how many rights on files each version knows
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST_FILE_RIGHTS = 16

# binding and connecting (version 4); abstract sockets and signals (version 6)
NETWORK, SCOPES = 3, 3

# rights that a rule on one file may have: execute, write, read, truncate, ioctl
OF_ONE_FILE = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/sys/devices/system/cpu")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo")

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2

# classic BPF: load a word of seccomp_data; jump if equal, if at least, if a bit is set; return (seccomp(2))
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, FAIL, END = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x10000

# the last call that was looked at; what a newer kernel brings is not there (x86-64's x32 calls lie above it too)
LAST_KNOWN = 462

# fcntl and ioctl: whom the kernel signals about a file, and typing into a terminal
OWNERS = (8, 10, 15)
TERMINAL = (0x5412, 0x541C, 0x8901, 0x8902)

# call: its number on x86-64, on arm64; None where there is none
DENIED = {
    # sockets
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199), "accept4": (288, 242), "recvmmsg": (299, 243), "sendmmsg": (307, 269),
    # programs, processes, signals
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438), "process_mrelease": (448, 448),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440), "kcmp": (312, 272),
    "prlimit64": (302, 261), "setrlimit": (160, 164), "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274), "setpgid": (109, 154), "setsid": (112, 157),
    # who it is
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143), "setresuid": (117, 147), "setresgid": (119, 149),
    "setfsuid": (122, 151), "setfsgid": (123, 152), "setgroups": (116, 159), "capset": (126, 91), "personality": (135, 92),
    # mounts and namespaces
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    # attributes of files, which Landlock leaves alone, and names under which whoever reads the scratch folder would open other files
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "truncate": (76, 45),
    "mknod": (133, None), "mknodat": (259, 33), "symlink": (88, None), "symlinkat": (266, 36), "link": (86, None), "linkat": (265, 37), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "flock": (73, 32),
    # what is shared with other processes
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "mq_unlink": (241, 181),
    # the kernel
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "syslog": (103, 116), "quotactl": (179, 60), "quotactl_fd": (443, 443), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "adjtimex": (159, 171), "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58), "iopl": (172, None),
    "ioperm": (173, None)}
PARTLY = {"clone": (56, 220), "clone3": (435, 435), "tgkill": (234, 131), "fcntl": (72, 25), "ioctl": (16, 29)}
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


class Unconfined(Exception):
    """What this system lacks for it, as a sentence without its full stop."""


def confine(readable, scratch, memory, seconds, kept=()):
    """Confines this process for good. Call it before there is a second thread.

    readable: files and folders that may be read. scratch: the one folder that may be written. memory: bytes of address space. seconds: of processor time.
    kept: open files that stay open beside the standard streams.
    """
    missing = lacking()
    if missing:
        raise Unconfined(missing)
    close_all_but(kept)
    limit(memory, seconds)
    library = system()
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise Unconfined("Privileges cannot be given up (prctl)")
    restrict_files(library, readable, scratch)
    restrict_calls(library)


def lacking():
    """What keeps a process from being confined here; empty for nothing."""
    if platform.system() != "Linux" or platform.machine() not in ARCHITECTURES:
        return f"No filter of system calls is known for {platform.system()} on {platform.machine()}"
    if system().prctl(21, 0, 0, 0, 0) < 0:
        return "The kernel has no seccomp"
    if landlock_version() < 1:
        return "The kernel has no Landlock, or it is off (Linux 5.13 and later have it)"
    return ""


def end_with_reader():
    """Ends this process when nobody reads its standard output any more. A loop that never gives way to other threads is ended by its processor time."""
    watched = select.poll()
    watched.register(1, 0)

    def wait():
        watched.poll()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def system():
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def landlock_version():
    return system().syscall(CREATE_RULESET, None, 0, 1)


def close_all_but(kept):
    first = 3
    for number in sorted(kept):
        os.closerange(first, number)
        first = number + 1
    os.closerange(first, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20))


def limit(memory, seconds):
    for what, most in (
            (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 1 << 32), (resource.RLIMIT_NOFILE, 256), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def restrict_files(library, readable, scratch):
    version = landlock_version()
    rights = (1 << FILE_RIGHTS.get(version, NEWEST_FILE_RIGHTS)) - 1
    attributes = struct.pack("=Q", rights) + (struct.pack("=Q", NETWORK) if version >= 4 else b"") + (struct.pack("=Q", SCOPES) if version >= 6 else b"")
    ruleset = library.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        raise Unconfined("Landlock takes no rules")
    libraries = {*SYSTEM_FOLDERS, sys.prefix, sys.base_prefix, os.path.dirname(os.path.abspath(__file__)), *filter(os.path.isdir, sys.path)}
    for path in libraries:
        allow(library, ruleset, path, EXECUTE | READ_FILE | READ_DIR)
    for path in (*SYSTEM_FILES, *readable):
        allow(library, ruleset, path, READ_FILE | READ_DIR)
    allow(library, ruleset, scratch, rights & ~EXECUTE)
    if library.syscall(RESTRICT_SELF, ruleset, 0) != 0:
        raise Unconfined("Landlock cannot be put in force")
    os.close(ruleset)


def allow(library, ruleset, path, rights):
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", rights if os.path.isdir(path) else rights & OF_ONE_FILE, opened)
        if library.syscall(ADD_RULE, ruleset, 1, rule, 0) != 0:
            raise Unconfined(f"Landlock takes no rule for {path}")
    finally:
        os.close(opened)


def restrict_calls(library):
    program = filter_program(*ARCHITECTURES[platform.machine()])
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    if library.prctl(SECCOMP, FILTER, header, 0, 0) != 0:
        raise Unconfined("The kernel takes no filter of system calls (seccomp)")


def filter_program(architecture, column):
    """The filter, as (code, jump if true, jump if false, value)."""
    program = [
        (LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, END),
        (LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, LAST_KNOWN + 1), (RETURN, 0, 0, FAIL | ENOSYS)]
    for numbers in DENIED.values():
        if numbers[column] is not None:
            program += [(EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, FAIL | EPERM)]
    number = {name: numbers[column] for name, numbers in PARTLY.items()}

    # glibc falls back to clone, whose flags can be seen: threads and no processes; signals to this process alone, as abort() sends
    program += [(EQUAL, 0, 1, number["clone3"]), (RETURN, 0, 0, FAIL | ENOSYS)]
    program += [
        (EQUAL, 0, 4, number["clone"]), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 0, 1, CLONE_THREAD), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL | EPERM)]
    program += [
        (EQUAL, 0, 4, number["tgkill"]), (LOAD, 0, 0, FIRST_ARGUMENT), (EQUAL, 0, 1, os.getpid()), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL | EPERM)]
    for call, denied in (("fcntl", OWNERS), ("ioctl", TERMINAL)):
        program += [(EQUAL, 0, 2 * len(denied) + 2, number[call]), (LOAD, 0, 0, SECOND_ARGUMENT)]
        for value in denied:
            program += [(EQUAL, 0, 1, value), (RETURN, 0, 0, FAIL | EPERM)]
        program.append((RETURN, 0, 0, ALLOW))
    program.append((RETURN, 0, 0, ALLOW))
    return program


if __name__ == "__main__":
    print(lacking())
    sys.exit(1 if lacking() else 0)
