"""Importing torch while a window is open, without blocking the other threads of the program."""

import atexit
import ctypes
import gc
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

# The system loads one library at a time. A thread that imports another library meanwhile holds Python's lock while it
# waits for the libraries of torch, which blocks every other thread: 0.5 s for a window (measured).
one_library = threading.Lock()
_SUFFIX = "dylib" if sys.platform == "darwin" else "so"
_LIBRARIES = (  # packages and their files in the order that torch needs; triton and nvidia come with CUDA only
    *(("torch", f"lib/lib{name}.{_SUFFIX}") for name in ("torch_global_deps", "c10", "torch_cpu", "torch")),
    ("torch", f"lib/libtorch_python.{_SUFFIX}"),
    ("triton", f"_C/libtriton.{_SUFFIX}"),
    *(("nvidia", f"*/lib/lib{name}.so.*[0-9]") for name in ("nvrtc-builtins", "nvJitLink", "cusolver")),
)
_EXTENSIONS = ("faiss", "scipy", "torchvision")  # loaded with the lock held, by the imports themselves
_BLOCK = 1 << 20  # bytes


def load_gently(modules: Sequence[str]) -> None:
    """Import modules that import torch; to be called on a thread of its own.

    An ordinary import stalls a window on another thread for up to 0.9 s (measured on two busy cores): the libraries of
    torch are loaded with Python's lock held, and a million new objects make the garbage collector run repeatedly. Here
    the libraries are loaded beforehand without the lock, and the collector is paused; the window stalls for 0.08 s.
    What there is after the first import of torch is not traversed by the collector any more. Later calls leave it as it
    is, since garbage that they froze would never be collected.

    Args:
        modules: full names of the modules.

    Raises:
        ImportError: one of the modules cannot be imported.
    """
    first = "torch" not in sys.modules
    if first:
        _load_libraries()
        _read_ahead()
    collects = gc.isenabled()
    gc.disable()
    try:
        for name in modules:
            importlib.import_module(name)
    finally:
        if first:
            gc.freeze()  # otherwise the first collection afterwards would traverse all new objects at once
            atexit.register(gc.unfreeze)  # at exit all objects are to be freed
        if collects:
            gc.enable()


def _load_libraries() -> None:
    """Let the system load the libraries of torch; errors are ignored here, since importing torch reports them."""
    if sys.platform == "win32":
        return  # on this system torch is imported before the window is made
    system = ctypes.CDLL(None)
    system.dlopen.restype, system.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for package, name in _LIBRARIES:
        for file in [file for folder in _folders(package) for file in folder.glob(name)]:
            with one_library:  # dlopen called as a foreign function releases Python's lock; ctypes.CDLL does not
                system.dlopen(os.fsencode(file), os.RTLD_LAZY)


def _read_ahead() -> None:
    """Read the files that the imports load next into the system's cache, since reading a cold disk takes long."""
    for package in _EXTENSIONS:
        for folder in _folders(package):
            for place in (folder, *folder.parent.glob(f"{package}*.libs")):
                for file in place.rglob("*.so*"):
                    _read(file)


def _folders(package: str) -> list[Path]:
    """Return the folders of a package without importing it; none if it is not installed."""
    found = importlib.util.find_spec(package)
    return [Path(name) for name in (found.submodule_search_locations or ())] if found is not None else []


def _read(file: Path) -> None:
    try:
        with file.open("rb", buffering=0) as stream:
            while stream.read(_BLOCK):
                pass
    except OSError:
        return  # the import reports the error
