"""Runs an exported classifier in ONNX Runtime on the processor."""

import hashlib
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.errors import LabelerError, WeightsError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import fitting_batch, resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.export.onnx_check import check_own
from desktop_labeler.ml.export.write_classifier import IMAGES, LIKENESS, PROBABILITIES
from desktop_labeler.ml.hardware.devices import Device, cpu_device
from desktop_labeler.ml.hardware.thread_pools import in_parts, threads_of_a_part
from desktop_labeler.system_memory import total_memory

_BATCHES = 8  # batches per call, see Backbone.together
# Images that a thread classifies at a time. All flips of these go through the graph together: with 8 of them, what lies
# between its layers does not fit into the caches, and it takes up to a third longer (.github/measurements/export.md).
_PART = 2
_LEAST = 2 << 30  # bytes that graphs may take on any computer


class OnnxClassifier:
    """A classifier in an ONNX file; may be called on one thread at a time, and uses several.

    Args:
        content: the bytes of the file.
        preprocessing: how images are prepared; the file itself normalises them.
        classes: C.
        unlike_below: likeness below which an image is unlike all classes.
        name: how the file is called in messages.
        key: equal for classifiers that give equal results; None takes it from the content.

    Raises:
        WeightsError: it is no graph of this kind, or has another number of classes.
        LabelerError: ONNX Runtime cannot be loaded here.
    """

    def __init__(
        self,
        content: bytes,
        preprocessing: Preprocessing,
        classes: int,
        unlike_below: float,
        name: str,
        *,
        key: str | None = None,
    ) -> None:
        self.preprocessing, self.unlike_below = preprocessing, unlike_below
        self.key = key or hashlib.sha256(content).hexdigest()[:32]
        self.device: Device = cpu_device()
        self._classes, self._name = classes, name
        self.batch = fitting_batch(preprocessing.size, self.device)
        self._session = _session(content, threads_of_a_part(self.batch, _PART), name)
        size = preprocessing.size
        wanted = [(IMAGES, [size, size, 3]), (PROBABILITIES, [classes]), (LIKENESS, [])]
        held = [*self._session.get_inputs(), *self._session.get_outputs()]
        if [(one.name, list(one.shape[1:])) for one in held] != wanted:
            raise WeightsError(
                "{file} is not the model of a classifier with {n:# class|# classes} for images of {size} pixels. "
                "Nothing was written. Get the folder again.",
                file=name,
                n=classes,
                size=size,
            )

    @property
    def together(self) -> int:
        """The best number of images per call."""
        return _BATCHES * self.batch

    def prepare(self, image: UInt8Array) -> UInt8Array:
        """(H, W, 3) uint8 RGB → (S, S, 3) uint8."""
        prepared: UInt8Array = resized(image[None], self.preprocessing)[0]
        return prepared

    def scores(self, images: UInt8Array) -> tuple[Float32Array, Float32Array]:
        """(n, S, S, 3) prepared images → (n, C) probabilities and (n,) likenesses."""

        def part(rows: slice) -> tuple[Float32Array, Float32Array]:
            with _said(self._name):
                probabilities, likeness = self._session.run([PROBABILITIES, LIKENESS], {IMAGES: images[rows]})
                if (
                    probabilities.shape != (len(images[rows]), self._classes)
                    or likeness.shape != probabilities.shape[:1]
                ):
                    raise ValueError("it gives other shapes than it says")
            return probabilities, likeness

        found = in_parts(part, len(images), self.batch, _PART)
        return np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found])

    def take_notes(self) -> list[Message]:
        """Return no notes: the processor has none."""
        return []


def _session(content: bytes, threads: int, name: str) -> Any:  # noqa: ANN401 - its types are not known before it is loaded
    try:
        engine = importlib.import_module("onnxruntime")
    except (ImportError, OSError) as error:
        raise LabelerError(
            "ONNX Runtime cannot be loaded here ({reason}), and exported classifiers need it. Nothing was written. "
            "Install the program again, or use the project itself.",
            reason=error,
        ) from error
    engine.disable_telemetry_events()  # its builds for Windows send telemetry
    _limit_memory()
    options = engine.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads do not spin
    options.add_session_config_entry("session.use_env_allocators", "1")  # the one with a limit
    options.log_severity_level = 4
    with _said(name):
        check_own(content)
        # Parts that do not depend on the images are computed here, without a limit; our own files have none.
        unlimited = ["ConstantFolding"]
        return engine.InferenceSession(
            content, options, providers=["CPUExecutionProvider"], disabled_optimizers=unlimited
        )


@contextmanager
def _said(name: str) -> Iterator[None]:
    """Turn what ONNX Runtime raises, which has no other common base class than Exception, into a sentence."""
    try:
        yield
    except Exception as error:
        raise WeightsError(
            "{file} is damaged or no ONNX graph that can be run here. Nothing was written. Get the folder again.",
            file=name,
        ) from error


@cache
def _limit_memory() -> None:
    """Let all graphs together take half of the computer's memory, since what a graph asks for is up to its author."""
    engine = importlib.import_module("onnxruntime")
    info = engine.OrtMemoryInfo("Cpu", engine.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, engine.OrtMemType.DEFAULT)
    most = max(_LEAST, (total_memory() or 0) // 2)
    defaults = ("arena_extend_strategy", "initial_chunk_size_bytes", "max_dead_bytes_per_chunk")
    config = engine.OrtArenaCfg({"max_mem": most, **dict.fromkeys(defaults, -1)})
    engine.create_and_register_allocator(info, config)
