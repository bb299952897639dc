"""Whom a DICOM file shows: for grouping its images and for a warning, never for an export."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.messages import Message

_SECONDARY = "1.2.840.10008.5.1.4.1.1.7"  # and what begins with it: secondary capture, also of several frames
_ULTRASOUND = frozenset(("US", "IVUS"))
_WANTED = ["PatientID", "IssuerOfPatientID", "StudyInstanceUID", "Modality", "SOPClassUID", "BurnedInAnnotation"]


@dataclass(frozen=True)
class Shown:
    """Whom and what a file shows, as its header says; "" where it does not say.

    Attributes:
        patient: the number of the patient, with who gave it.
        study: the identifier of the study.
        may_name: whether a name or a number may be burnt into the pixels.
    """

    patient: str
    study: str
    may_name: bool

    def group(self, secret: bytes, *, by: str = "study") -> str:
        """Return a name for the images of the same patient or study that does not tell who it is.

        Args:
            secret: bytes that belong to the project; without them nobody can tell which patient a name stands for.
            by: "patient", or "study" for those of one study of one patient.
        """
        asked = [self.patient] if by == "patient" else [self.patient, self.study]
        if not any(asked):
            return ""
        key = hashlib.blake2b(secret, digest_size=32).digest()
        return f"{by} {hashlib.blake2b(chr(0).join(asked).encode(), key=key, digest_size=5).hexdigest()}"


def whom(path: Path) -> Shown:
    """Return whom a DICOM file shows; only the header is read.

    Raises:
        ImageError: never. Errors of pydicom and the system are passed on.
    """
    import pydicom

    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    header = pydicom.dcmread(path, specific_tags=_WANTED, stop_before_pixels=True)
    patient = "\\".join(str(header.get(name) or "") for name in ("PatientID", "IssuerOfPatientID")).rstrip("\\")
    burnt = str(header.get("BurnedInAnnotation") or "").upper()
    is_risky = str(header.get("Modality") or "") in _ULTRASOUND or str(header.get("SOPClassUID") or "").startswith(
        _SECONDARY
    )
    return Shown(patient, str(header.get("StudyInstanceUID") or ""), burnt == "YES" or (burnt != "NO" and is_risky))


def caution(path: Path) -> Message | None:
    """Return a warning about a file in whose pixels a name or a number may stand; None if that is unlikely."""
    return Message("a name or a number may be burnt into its pixels") if whom(path).may_name else None
