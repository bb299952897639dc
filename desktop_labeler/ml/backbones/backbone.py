"""A backbone: a network without its classifier that turns images into unit vectors."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import torch
from torch import nn
from torchvision.transforms.v2 import functional as pixels

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.backbones.onnx_trunk import with_onnx
from desktop_labeler.ml.hardware.devices import Device, cpu_device, device_errors, free_memory, is_out_of_memory
from desktop_labeler.ml.hardware.thread_pools import in_parts, threads_of_a_part

Kind: TypeAlias = Literal["built-in, weak", "included", "starter", "imported", "torchvision", "timm", "trained"]
Flips: TypeAlias = Literal[
    "none", "mirror", "any"
]  # that leave an image what it is: none, left-right, or top-bottom too

LARGEST_BATCH = 512
# Activations of the widest layers, as a multiple of the float32 input: VGG 42, ViT-H 26, ResNet-50 16.
ACTIVATIONS = 64
_BATCHES = 8  # batches per step on the CPU; at the end of a step some threads wait for the last one
# Fraction of the difference between an image and its flips that its vector keeps: a head with many labels can still
# distinguish left from right, while it hardly affects the neighbours.
OWN_SHARE = 0.2
FLIPPED: dict[Flips, tuple[tuple[int, ...], ...]] = {
    "none": ((),),
    "mirror": ((), (3,)),
    "any": ((), (3,), (2,), (2, 3)),
}
CPU_BUDGET = 3 << 29  # 1.5 GiB: 32 images of 224 pixels; more are no faster on two to sixteen cores


@dataclass(frozen=True)
class BackboneInfo:
    """The description of a backbone.

    Attributes:
        name: name for backbone_registry.open_backbone.
        kind: where its weights come from; "built-in, weak" means that other backbones are better.
        dim: D, length of its vectors.
        input: side of its input images, in pixels.
        source: short description of the file, download or recipe.
    """

    name: str
    kind: Kind
    dim: int
    input: int
    source: Message


class Backbone:
    """A network with weights on a device; made by backbone_registry.open_backbone.

    Attributes:
        info: name, kind, dim, input and source.
        preprocessing: what is done to an image before it is given to the network.
        architecture: the name for networks.build.
        device: the device that it runs on; this may change to the CPU after memory ran out.
        batch: number of images processed at the same time; chosen to fit into memory, halved when memory ran out.
        flips: kind of flips whose vectors are averaged, so that an image and its flips get nearly the same vector.
        whitening: (D, D) map that adapts its vectors to a folder, see folder_whitening; None for none.
    """

    def __init__(
        self,
        network: nn.Module,
        info: BackboneInfo,
        preprocessing: Preprocessing,
        device: Device,
        *,
        architecture: str = "",
        batch: int | None = None,
        flips: Flips = "none",
        whitening: Float32Array | None = None,
    ) -> None:
        self.info = info
        self.flips = flips
        self.whitening = whitening
        self.architecture = architecture
        self.preprocessing = preprocessing
        self.device = device
        self.batch = batch or fitting_batch(preprocessing.size, device)
        self._network = network.eval()
        self._fused: nn.Module | None = None  # the network with fused batch normalisation, made when first needed
        self._notes: list[Message] = []
        self._said: set[str] = set()
        self._place()

    @property
    def network(self) -> nn.Module:
        """The network itself, (n, 3, S, S) → (n, D). It may be trained further, but not while `embed` is running."""
        return self._network

    @property
    def together(self) -> int:
        """The best number of images per call of `embed`; on the CPU several batches, see thread_pools.in_parts."""
        return _BATCHES * self.batch if self.device.kind == "cpu" else self.batch

    def flipped(self, flips: Flips) -> "Backbone":
        """Return this backbone with the given flips averaged; itself if it does so already."""
        return self if flips == self.flips else self._with(flips, self.whitening)

    def whitened_by(self, whitening: Float32Array | None) -> "Backbone":
        """Return this backbone with the given (D, D) whitening, or without one for None."""
        return self._with(self.flips, whitening)

    def _with(self, flips: Flips, whitening: Float32Array | None) -> "Backbone":
        return Backbone(
            self._network,
            self.info,
            self.preprocessing,
            self.device,
            architecture=self.architecture,
            batch=self.batch,
            flips=flips,
            whitening=whitening,
        )

    @cached_property
    def key(self) -> str:
        """The key of stored embeddings: equal for equal weights, preprocessing, flips and whitening."""
        digest = hashlib.sha256(repr((self.architecture, self.info.dim, self.preprocessing)).encode())
        if self.flips != "none":
            digest.update(self.flips.encode())
        if self.whitening is not None:
            digest.update(self.whitening.tobytes())
        with device_errors(self.device):
            weights = {
                name: tensor.detach().to("cpu", torch.float32) for name, tensor in self._network.state_dict().items()
            }
        for name, values in sorted(weights.items()):
            if not name.endswith("num_batches_tracked"):
                digest.update(f"{name}{tuple(values.shape)}".encode())
                digest.update(values.contiguous().numpy().tobytes())
        return digest.hexdigest()[:32]

    def prepare(self, image: UInt8Array) -> UInt8Array:
        """Resize one image to the network's input size; called on the threads that read images.

        Args:
            image: (H, W, 3) uint8, RGB.

        Returns:
            (S, S, 3) uint8.

        Raises:
            ValueError: the image has another shape or dtype.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
            raise ValueError(f"an image must be (H, W, 3) uint8, not {image.shape} {image.dtype}")
        prepared: UInt8Array = resized(image[None], self.preprocessing)[0]
        return prepared

    def embed(self, images: UInt8Array | Sequence[UInt8Array]) -> Float32Array:
        """Compute the embeddings of images.

        Args:
            images: (n, H, W, 3) uint8 RGB, resized on the device; or a list of (H, W, 3) of any sizes.

        Returns:
            (n, D) float32 of length 1, in the order given; a row is 0 if the output of the network is 0.

        Raises:
            DeviceError: the graphics card failed.
            LabelerError: memory is not enough for one image, or the output of the network is not finite.
            ValueError: an image is not (H, W, 3) uint8.
        """
        if isinstance(images, np.ndarray):
            return self._embed(images, prepared=False)
        size = self.preprocessing.size
        stack = np.empty((len(images), size, size, 3), np.uint8)
        for row, image in zip(stack, images, strict=True):
            row[:] = self.prepare(image)
        return self._embed(stack, prepared=True)

    def embed_prepared(self, images: UInt8Array) -> Float32Array:
        """Compute the embeddings of images that were resized by prepare().

        Args:
            images: (n, S, S, 3) uint8.

        Returns:
            (n, D) float32 of length 1; see embed(), which raises the same errors.
        """
        size = self.preprocessing.size
        if images.shape[1:] != (size, size, 3):
            raise ValueError(f"prepared images must be (n, {size}, {size}, 3), not {images.shape}")
        return self._embed(images, prepared=True)

    def _embed(self, images: UInt8Array, *, prepared: bool) -> Float32Array:
        if images.ndim != 4 or images.shape[3] != 3 or images.dtype != np.uint8 or 0 in images.shape[1:]:
            raise ValueError(f"images must be (n, H, W, 3) uint8, not {images.shape} {images.dtype}")
        vectors = np.zeros((len(images), self.info.dim), np.float32)
        start = 0
        while start < len(images):
            part = images[start : start + self.together]
            with device_errors(self.device):
                try:
                    vectors[start : start + len(part)] = self._forward(part, prepared)
                except (RuntimeError, MemoryError) as error:
                    if not is_out_of_memory(error):
                        raise
                    self._retreat(error)
                    continue
            start += len(part)
        if not np.isfinite(vectors).all():
            raise LabelerError(
                "The backbone “{name}” produces values that are not numbers; its weights are probably damaged. "
                "Nothing was stored; import the weights again or choose another backbone.",
                name=self.info.name,
            )
        return vectors

    def take_notes(self) -> list[Message]:
        """Return the notes for the person since the last call, such as that memory ran out; each only once."""
        notes, self._notes = self._notes, []
        return notes

    def _forward(self, images: UInt8Array, prepared: bool) -> Float32Array:
        if self._fused is None:
            self._fused = fused(self._network, self.preprocessing.size)
            if self.device.kind == "cpu":
                self._fused = with_onnx(self._fused, self.preprocessing.size, threads_of_a_part(self.batch))
        if self.device.kind != "cpu":
            return self._vectors_of(images, prepared)
        return np.concatenate(in_parts(lambda part: self._vectors_of(images[part], prepared), len(images), self.batch))

    def _vectors_of(self, images: UInt8Array, prepared: bool) -> Float32Array:
        where, wanted = self.device.torch, self.preprocessing
        with torch.inference_mode(), torch.autocast(where.type, torch.bfloat16, enabled=self.device.bfloat16):
            batch = torch.from_numpy(np.require(images, requirements=["C", "W"])).to(where)
            if not prepared:
                batch = _resize(batch, wanted)
            mean = torch.tensor(wanted.mean, device=where) * 255
            scale = 1 / (torch.tensor(wanted.std, device=where) * 255)
            inputs = ((batch - mean) * scale).permute(0, 3, 1, 2)  # (n, 3, S, S), channels last in memory
            if not self.device.channels_last:
                inputs = inputs.contiguous()
            features = self._features(inputs)  # (n, D)
            unit = nn.functional.normalize(features, dim=1)
        found: Float32Array = unit.cpu().numpy()
        return found if self.whitening is None else mapped(found, self.whitening)

    def _features(self, inputs: torch.Tensor) -> torch.Tensor:
        network = self._network if self._fused is None else self._fused
        seen: list[torch.Tensor] = [network(inputs.flip(turn)).float().flatten(1) for turn in FLIPPED[self.flips]]
        if len(seen) == 1:
            return seen[0]
        both: torch.Tensor = (1 - OWN_SHARE) * torch.stack(seen).mean(0) + OWN_SHARE * seen[0]
        return both

    def _retreat(self, error: BaseException) -> None:
        if self.batch > 1:
            self.batch //= 2
            self._say(
                "halved",
                Message("Memory ran out: smaller batches from here on ({n:# image|# images} at a time).", n=self.batch),
            )
        elif self.device.kind != "cpu":
            self.device = cpu_device()
            self.batch = fitting_batch(self.preprocessing.size, self.device)
            self._say(
                "cpu",
                Message("The memory of the graphics processor is too small for this backbone: going on on the CPU."),
            )
            self._place()
        else:
            raise LabelerError(
                "There is not enough memory for the backbone “{name}”. What is embedded so far is kept; close "
                "other programs and continue, or choose a smaller backbone.",
                name=self.info.name,
            ) from error
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _say(self, what: str, sentence: Message) -> None:
        if what not in self._said:
            self._said.add(what)
            self._notes.append(sentence)

    def _place(self) -> None:
        with device_errors(self.device):
            self._network = self._network.to(self.device.torch)
            if self.device.channels_last:
                self._network = self._network.to(memory_format=torch.channels_last)
        self._fused = None


def mapped(vectors: Float32Array, matrix: Float32Array) -> Float32Array:
    """Multiply vectors (n, D) by a matrix (D, D) and scale them to length 1; rows of 0 stay 0."""
    turned: Float32Array = vectors @ matrix
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    turned /= np.where(length > 0, length, 1)
    return turned


def fitting_batch(size: int, device: Device) -> int:
    """Return how many images of `size` pixels a side fit into a device's memory: a power of two, at least 1."""
    free = free_memory(device)
    budget = CPU_BUDGET if free is None else free // 2
    fits = max(1, budget // (ACTIVATIONS * size * size * 3 * 4))
    return int(min(LARGEST_BATCH, 1 << (int(fits).bit_length() - 1)))


def resized(images: UInt8Array, wanted: Preprocessing) -> UInt8Array:
    """Resize images of equal size to the input size of a network.

    As in the presets of torchvision, they are resized, then the centre is cropped.

    Args:
        images: (n, H, W, 3) uint8.
        wanted: the preprocessing; a very long image is cropped before it is resized.

    Returns:
        (n, S, S, 3) uint8.
    """
    if images.shape[1:3] == (wanted.size, wanted.size) and wanted.resize == wanted.size:
        return images
    done = _resize(torch.from_numpy(np.require(images, requirements=["C", "W"])), wanted).numpy()
    # NumPy copies on this thread; torch's contiguous() would start threads of its own beside those of the network.
    return np.ascontiguousarray(done)


def _resize(images: torch.Tensor, wanted: Preprocessing) -> torch.Tensor:
    interpolation = pixels.InterpolationMode(wanted.interpolation)
    batch = images.permute(0, 3, 1, 2)  # (n, 3, H, W), channels last in memory: torchvision's fast path for uint8
    if wanted.fit == "squash":
        done = pixels.resize(batch, [wanted.size, wanted.size], interpolation=interpolation, antialias=True)
    else:
        height, width = batch.shape[2:]
        short = min(height, width)
        if max(height, width) > 2 * short:  # the ends of a panorama are cropped anyway; resizing them takes memory
            trim = (max(height, width) - 2 * short) // 2
            batch = batch[..., trim : -trim or None, :] if height > width else batch[..., trim : -trim or None]
        done = pixels.resize(batch, [wanted.resize], interpolation=interpolation, antialias=True)
        done = pixels.center_crop(done, [wanted.size, wanted.size])
    turned: torch.Tensor = done.permute(0, 2, 3, 1)
    return turned
