"""Selects what goes into the packaged program; desktop_labeler.spec calls these functions."""

import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TypeVar

import licences
import needed
import sbom

ROOT = Path(__file__).resolve().parent.parent
IDENTIFIER = "org.desktop_labeler.DesktopLabeler"
NAME = "Desktop Labeler"
_Entry = TypeVar("_Entry", bound=tuple[object, ...])

# Modules that the program's libraries import but the program never uses: compilers, tests, network access.
# triton alone is 1 GB; it compiles for graphics cards and would need a C compiler on the user's computer.
_NEVER = (
    ["triton", "torch.utils.tensorboard", "torch.utils.benchmark", "tkinter", "_tkinter", "matplotlib", "IPython"]
    + ["setuptools", "pkg_resources", "pip", "wheel", "huggingface_hub", "hf_xet", "httpx", "httpx2", "faiss.contrib"]
    + ["numpy.tests", "scipy.tests", "pyqtgraph.examples", "pyqtgraph.opengl", "cuda", "nvidia", "cuda_bindings"]
    + [f"PySide6.{name}" for name in ("QtQml", "QtQuick", "QtNetwork", "QtSql", "QtTest", "QtDesigner", "QtHelp")]
    + ["PySide6.scripts", "_cuda_bindings_redirector"]
)

# Files that are left out, by their place in the bundle.
_UNWANTED = (
    # Qt: everything that a window of widgets does not need
    *("*Qt6Qml*", "*Qt6Quick*", "*Qt6VirtualKeyboard*", "*Qt6Pdf*", "*Qt6Sql*", "*Qt6Network*", "*Qt6ShaderTools*"),
    *("*Qt6Designer*", "*Qt6Help*", "*Qt6Test*", "*Qt6LabsAnimation*", "*Qt6EglFs*"),
    *(f"*/Qt{name}*.framework/*" for name in ("Qml", "Quick", "VirtualKeyboard", "Pdf", "Sql", "Network", "Designer")),
    *("*/plugins/platforms/*qeglfs*", "*/plugins/platforms/*linuxfb*", "*/plugins/platforms/*vnc*"),
    *("*/plugins/platforms/*vkkhr*", "*/plugins/platforms/*minimalegl*", "*/plugins/platforms/*qdirect2d*"),
    *("*/plugins/platforminputcontexts/*virtualkeyboard*", "*/plugins/platformthemes/*gtk3*"),
    *(
        "*/plugins/networkinformation/*",
        "*/plugins/tls/*",
        "*/plugins/sqldrivers/*",
        "*/plugins/egldeviceintegrations/*",
    ),
    *("*/plugins/imageformats/*qpdf*", "*/plugins/imageformats/*qtiff*", "*/plugins/imageformats/*qwebp*"),
    *("*/plugins/imageformats/*qicns*", "*/plugins/imageformats/*qtga*", "*/plugins/imageformats/*qwbmp*"),
    *("*/plugins/generic/*", "*/plugins/qmltooling/*", "*/PySide6/*/qml/*", "*opengl32sw.dll", "*d3dcompiler*"),
    # libraries that GTK would bring along
    *("libgtk-3*", "libgdk-3*", "libgdk_pixbuf*", "libatk*", "libcairo*", "libpango*", "libepoxy*", "libatspi*"),
    # torch: files for compiling against it, its own tests, shaders of other systems
    *("torch/test/*", "torch/include/*", "torch/share/*", "torch/bin/*test*", "torch/bin/protoc*", "*/torch/bin/*"),
    *("torch/lib/*.lib", "torch/lib/libshm_windows/*", "torch/testing/_internal/*", "torch/_inductor/codegen/*.jinja"),
    # CUDA: profilers, message passing between several graphics cards, static archives
    *("nvidia/*/libcusolverMg*", "nvidia/*/libcufftw*", "nvidia/*/libnvperf*", "nvidia/*/libpcsampl*"),
    *("nvidia/*/libcheckpoint*", "nvidia/*/libnvblas*", "nvidia/*/libnvrtc.alt*", "nvidia/*/libnvrtc-builtins.alt*"),
    *("nvidia/*/*.bc", "nvidia/*/*.a", "nvidia/*/nvshmem_*", "nvidia/*/libcufile_rdma*", "nvidia/*/*.h"),
    # tests and notes of libraries
    *("*/tests/*", "*/test_data/*", "*.pyi", "*.pxd", "*.c", "*.cpp", "*.h", "*.cuh", "*/py.typed"),
)
_QT_LANGUAGES = ("de", "en")  # languages of Qt's own dialogs, the same as `ui.core.language.LANGUAGES`


def excluded() -> list[str]:
    """Return the modules that are left out."""
    return [*_NEVER, *needed.modules_of_others()]


def hidden_imports() -> list[str]:
    """Return the modules that are imported by name at run time."""
    hooks = import_module("PyInstaller.utils.hooks")
    wanted = ["safetensors.torch", "onnxruntime", "tifffile", "PySide6.QtSvg"]
    # for the map: compiled modules imported only by other compiled code, where no search finds them
    wanted += [f"openTSNE.{name}" for name in ("_tsne", "_matrix_mul.matrix_mul", "quad_tree", "kl_divergence")]
    wanted += [
        name for name in hooks.collect_submodules("imagecodecs") if "test" not in name and "numcodecs" not in name
    ]
    if _folder("pydicom") is not None:
        wanted += [*hooks.collect_submodules("pydicom.pixels"), "gdcm", "openjpeg", "pylibjpeg"]
    return wanted + (["timm"] if _folder("timm") is not None else [])


def binaries() -> list[tuple[str, str]]:
    """Return the compiled libraries that PyInstaller's search misses, with their place in the bundle.

    torchvision's operators are loaded by path rather than imported; without them `import torchvision` fails with
    "operator torchvision::nms does not exist". The parts of cuDNN and cuBLAS are loaded by name on first use.
    """
    found = []
    vision = _folder("torchvision")
    if vision is None:
        raise SystemExit("torchvision is not installed: start this through packaging/dev.py package.")
    operators = [file for file in sorted(vision.glob("_C*")) if file.suffix in (".so", ".pyd", ".dll", ".dylib")]
    if not _torchvision_fits():
        print("torchvision was compiled for CUDA, PyTorch for the processor: its operators stay out of the bundle.")
        operators = []
    elif not operators:
        raise SystemExit(f"torchvision's compiled operators were not found in {vision}; the program would not start.")
    found += [(str(file), "torchvision") for file in operators]
    site = vision.parent
    for file in sorted((site / "nvidia").rglob("lib*.so*")) if has_cuda() else []:
        found.append((str(file), file.parent.relative_to(site).as_posix()))
    return [entry for entry in found if not _is_unwanted(f"{entry[1]}/{Path(entry[0]).name}")]


def runtime_hooks() -> list[str]:
    """Return the hook that allows importing torchvision if its library was compiled for another PyTorch."""
    return [] if _torchvision_fits() else [str(ROOT / "packaging" / "hooks" / "without_operators.py")]


@functools.cache
def _torchvision_fits() -> bool:
    command = [sys.executable, "-W", "ignore", "-c", "import torchvision"]
    fits = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not fits and has_cuda():
        raise SystemExit("torchvision cannot be imported beside this PyTorch; install the ones that belong together.")
    return fits


def has_cuda() -> bool:
    """Whether the installed PyTorch is a CUDA build."""
    torch = _folder("torch")
    text = (torch / "version.py").read_text(encoding="utf-8") if torch is not None else ""
    return re.search(r"^cuda\b.*=\s*['\"]\d", text, re.MULTILINE) is not None


def datas(work: str) -> list[tuple[str, str]]:
    """Return the program's own data files with their place in the bundle.

    Args:
        work: the folder that package.py prepared.
    """
    found = [(str(Path(work, "resources")), "resources")]
    if _installed("pylibjpeg-openjpeg"):  # pylibjpeg finds it by its entry points
        found += import_module("PyInstaller.utils.hooks").copy_metadata("pylibjpeg-openjpeg")
    return found


def licence_entries(sources: Iterable[_Entry], work: str) -> list[tuple[str, str, str]]:
    """Collect the licences and the list of everything in the bundle, and return them as entries of a table.

    Args:
        sources: the entries of all tables (place in the bundle, file, kind).
        work: the folder that package.py prepared.
    """
    folder = Path(work, "licences")
    files = [Path(str(entry[1])) for entry in sources if entry[1]]
    for name, said in licences.collect(files, folder, ROOT / "LICENSE"):
        print(f"No licence file comes with {name}; its metadata says: {said}")
    listed = sbom.write(files, Path(work), version())
    return [(sbom.NAME, str(listed), "DATA")] + [
        (f"licences/{file.relative_to(folder).as_posix()}", str(file), "DATA")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]


def fallback_libraries() -> list[tuple[str, str]]:
    """Return the vendor-neutral OpenGL libraries to which Qt is linked, for computers that have none.

    They go into a separate folder, so that a computer's own libraries, which use its driver, take precedence.
    """
    if not sys.platform.startswith("linux"):
        return []
    names = ("libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1")
    places = [Path(folder) for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib/aarch64-linux-gnu")]
    return [
        (str(place / name), "opengl")
        for name in names
        for place in [next((one for one in places if (one / name).is_file()), None)]
        if place is not None
    ]


def kept(entries: Iterable[_Entry]) -> list[_Entry]:
    """Return those entries of a PyInstaller table (place in the bundle, file, kind) that belong in the bundle."""
    return [entry for entry in entries if not _is_unwanted(str(entry[0]).replace("\\", "/"))]


def _is_unwanted(place: str) -> bool:
    if re.search(r"/translations/q\w+\.qm$", place):
        return not re.search(rf"/translations/(qt|qtbase)_({'|'.join(_QT_LANGUAGES)})\.qm$", place)
    return any(fnmatchcase(place, pattern) for pattern in _UNWANTED)


def stripped(entries: Iterable[tuple[str, str, str]], work: str) -> list[tuple[str, str, str]]:
    """Return the binaries, some of them as copies without their large debug symbols, which saves 0.2 GB.

    Only libraries that are unchanged since they were built are stripped: strip breaks some that were modified
    afterwards, such as OpenBLAS in NumPy's wheel. The self-test loads every stripped library.
    """
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return list(entries)
    found = []
    for place, file, kind in entries:
        if any(
            fnmatchcase(place, pattern) for pattern in ("torch/lib/libtorch_*.so", "libpython3*", "nvidia/nccl/*.so*")
        ):
            copy = Path(work, "stripped", place)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            copy.chmod(0o755)
            subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)
            file = str(copy)
        found.append((place, file, kind))
    return found


def icon(work: str) -> str | None:
    """Return the path of the program's icon in the format of this system."""
    name = {"win32": "icon.ico", "darwin": "icon.png"}.get(sys.platform)
    return str(Path(work, name)) if name is not None else None


def version() -> str:
    """Return the version of the program."""
    text = (ROOT / "desktop_labeler" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise SystemExit("desktop_labeler/__init__.py names no version.")
    return found[1]


def windows_version(work: str) -> str | None:
    """Return the path of the file with the version information that Windows shows under Properties."""
    return str(Path(work, "version.txt")) if sys.platform == "win32" else None


def info_plist() -> dict[str, object]:
    """Return the property list for macOS, by which files of type `.labeler` open with this program."""
    kind = f"{IDENTIFIER}.project"
    return {
        "CFBundleDisplayName": NAME,
        "NSHighResolutionCapable": True,
        "LSMinimumSystemVersion": "12.0",
        "CFBundleDocumentTypes": [
            {"CFBundleTypeName": f"{NAME} project", "CFBundleTypeRole": "Editor", "LSItemContentTypes": [kind]}
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": f"{NAME} project",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["labeler"]},
            }
        ],
    }


def _installed(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True


def _folder(package: str) -> Path | None:
    try:
        return Path(str(distribution(package).locate_file(package)))
    except PackageNotFoundError:
        return None
