"""The device that networks run on, the number format that is fastest there, and what to do when memory runs out."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar

import torch
from torch.nn import functional as nnf

from desktop_labeler.errors import DeviceError, LabelerError
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

T = TypeVar("T")
Kind: TypeAlias = Literal["cpu", "cuda", "mps"]
DeviceChoice: TypeAlias = Literal["auto", "cpu", "cuda", "mps"]

_CARDS: tuple[Kind, ...] = ("cuda", "mps")


@dataclass(frozen=True)
class Device:
    """A device and its best settings.

    Attributes:
        kind: "cpu", "cuda" or "mps".
        bfloat16: run networks under bfloat16 autocast.
        channels_last: keep images as (n, H, W, 3) in memory (62 → 78 images/s for ResNet-18 on two CPU cores).
        note: a message for the person that a graphics card is present but cannot be used.
    """

    kind: Kind
    bfloat16: bool
    channels_last: bool
    note: Message | None = None

    @property
    def torch(self) -> torch.device:
        """The device as torch names it."""
        return torch.device(self.kind)

    @property
    def label(self) -> str:
        """The text to show a person, such as "cpu" or "cuda (NVIDIA …), bfloat16"."""
        name = f" ({torch.cuda.get_device_name()})" if self.kind == "cuda" else ""
        return f"{self.kind}{name}{', bfloat16' if self.bfloat16 else ''}"


def choose_device(choice: DeviceChoice = "auto") -> Device:
    """Return the device to run networks on.

    Args:
        choice: "cpu", "cuda", "mps" or "auto". "auto" takes CUDA, else Apple's MPS, else the CPU, and skips a card that
            cannot compute.

    Raises:
        LabelerError: the chosen device is missing, or cannot compute.
        ValueError: choice has another value.
    """
    if choice == "auto":
        there = [kind for kind in _CARDS if is_available(kind)]
        usable = [kind for kind in there if not trouble(kind)]
        if usable or not there:
            return device_of(usable[0] if usable else "cpu")
        reason = trouble(there[0])
        note = Message("The graphics card cannot be used ({reason}): the processor does its work.", reason=reason)
        return replace(cpu_device(), note=note)
    if choice not in ("cpu", *_CARDS):
        raise ValueError(f"device {choice!r} is none of auto, cpu, cuda, mps")
    if not is_available(choice):
        raise LabelerError(
            "This computer has no {device} device that PyTorch can use. Nothing was changed; choose the "
            "processor or let the program choose.",
            device=choice.upper(),
        )
    if trouble(choice):
        raise DeviceError(
            "The graphics card cannot be used ({reason}). Nothing was changed; bring its driver up to date, "
            "or choose the processor or let the program choose.",
            reason=trouble(choice),
        )
    return device_of(choice)


def is_available(kind: Kind) -> bool:
    """Return whether PyTorch detects such a device; it may still be too old to compute, see trouble()."""
    if kind == "cuda":
        return torch.cuda.is_available()
    return kind == "cpu" or torch.backends.mps.is_available()


@functools.cache
def trouble(kind: Kind) -> str:
    """Return the driver's error if a detected device cannot compute, else an empty string.

    PyTorch also detects cards that are too old for its kernels; they fail at the first computation. The result is
    cached until the program ends or a card fails.
    """
    try:
        with torch.inference_mode():
            seen = nnf.conv2d(torch.ones(1, 1, 8, 8, device=kind), torch.ones(1, 1, 3, 3, device=kind))  # 36 nines
            found = float(seen.flatten(1) @ torch.ones(36, 1, device=kind))
    except (
        RuntimeError,
        AssertionError,
    ) as error:  # builds of PyTorch without support for the device raise AssertionError
        return _first_line(error)
    return "" if found == 9 * 36 else f"it adds up 36 nines to {found:g}"


def device_of(kind: Kind) -> Device:
    """Return a detected device with its best settings."""
    if kind == "cpu":
        return cpu_device()
    return Device(kind, bfloat16=kind == "cuda" and _cuda_gains(), channels_last=kind == "cuda")


@contextmanager
def device_errors(device: Device) -> Iterator[None]:
    """Convert errors of a graphics card inside the block to DeviceError; errors on the CPU are bugs and pass through.

    Raises:
        DeviceError: the card failed. A card often stays unusable until the program ends; choose_device() tests it
            again.
    """
    try:
        yield
    except RuntimeError as error:
        if device.kind == "cpu":
            raise
        trouble.cache_clear()
        raise DeviceError(
            "The graphics processor stopped working ({reason}). Everything up to a minute ago is kept. Start "
            "again to resume from there; if this happens again, choose the CPU.",
            reason=_first_line(error),
        ) from error


def with_cpu_fallback(device: Device, work: Callable[[Device], Job[T]], now: Progress) -> Job[T]:
    """Run work on a device; if that is a graphics card and it fails, report this and run the work again on the CPU.

    Args:
        device: the device to try first.
        work: called with the device; called again with the CPU after a failure, and must handle its own partial
            results.
        now: the progress to report with the note about the failure.

    Returns:
        What `work` returned.
    """
    try:
        return (yield from work(device))
    except DeviceError as error:
        reason = _first_line(error.__cause__ or error)
        note = Message("The graphics processor stopped working ({reason}): continuing on the CPU.", reason=reason)
        yield replace(now, note=note)
    return (yield from work(cpu_device()))


@functools.cache
def cpu_device() -> Device:
    """Return the CPU, with bfloat16 if its instructions make that faster."""
    return Device("cpu", bfloat16=_cpu_gains(), channels_last=True)


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an exception of torch means that memory ran out, on any device."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = ("out of memory", "not enough memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED")
    return isinstance(error, RuntimeError) and any(word in str(error) for word in words)


def is_card_failure(error: BaseException) -> bool:
    """Return whether an exception is a failure of the graphics card, its memory included, and not of the input."""
    return is_out_of_memory(error) or any(word in str(error) for word in ("CUDA error", "cuDNN error", "CUBLAS_STATUS"))


def free_memory(device: Device) -> int | None:
    """Return the free memory of an accelerator in bytes; None if torch cannot report it (CPU, MPS)."""
    if device.kind != "cuda":
        return None
    free, _ = torch.cuda.mem_get_info()
    return int(free)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _cuda_gains() -> bool:
    # is_bf16_supported() is also true where bfloat16 is only emulated; tensor cores support it since Ampere
    return torch.cuda.get_device_capability() >= (8, 0)


def _cpu_gains() -> bool:
    """Whether bfloat16 is faster on the CPU: with AMX (ResNet-50 21 → 56 images/s), and less with AVX-512 BF16."""
    capabilities = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
