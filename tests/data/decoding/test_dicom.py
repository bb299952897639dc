"""DICOM as pydicom itself reads it: every test file that comes with it, and files made to be odd."""

import zlib
from contextlib import suppress
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.decoding.decode import decode, page_count, probe
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.exif import read_exif
from desktop_labeler.data.decoding.file_types import dicom_patients
from desktop_labeler.data.decoding.memory_budget import BUDGET
from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile, walk
from desktop_labeler.data.project.project_file import Folder
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from tests.data.decoding.damage import changed, cut

pydicom = pytest.importorskip("pydicom")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # of pydicom, about its own odd files

NAMES = [
    *("CT_small.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_expb.dcm"),
    *("MR_small_implicit.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "MR_small_padded.dcm"),
    *("693_J2KI.dcm", "GDCMJ2K_TextGBR.dcm", "J2K_pixelrep_mismatch.dcm", "JPEG2000.dcm"),
    *("JPEGLSNearLossless_08.dcm", "JPEGLSNearLossless_16.dcm", "ExplVR_BigEnd.dcm"),
    *("SC_rgb_dcmtk_+eb+cr.dcm", "SC_rgb_dcmtk_+eb+cy+np.dcm", "SC_rgb_dcmtk_+eb+cy+n1.dcm", "SC_rgb_gdcm_KY.dcm"),
    *("SC_rgb_dcmtk_+eb+cy+s2.dcm", "SC_rgb_dcmtk_+eb+cy+s4.dcm", "SC_rgb_jls_lossy_line.dcm", "SC_rgb_jpeg.dcm"),
    *("SC_rgb_jls_lossy_sample.dcm", "SC_rgb_jpeg_dcmtk.dcm", "SC_rgb_jpeg_gdcm.dcm", "SC_rgb_jpeg_lossy_gdcm.dcm"),
    *("SC_rgb_rle.dcm", "SC_rgb_rle_16bit.dcm", "SC_rgb_rle_16bit_2frame.dcm", "SC_rgb_rle_2frame.dcm"),
    *("SC_rgb_rle_32bit_2frame.dcm", "SC_rgb_small_odd.dcm", "SC_rgb_small_odd_jpeg.dcm", "image_dfl.dcm"),
    *("SC_rgb_small_odd_big_endian.dcm", "SC_ybr_full_422_uncompressed.dcm", "SC_jpeg_no_color_transform.dcm"),
    *("examples_jpeg2k.dcm", "examples_overlay.dcm", "examples_palette.dcm", "examples_rgb_color.dcm"),
    *("examples_ybr_color.dcm", "liver_1frame.dcm", "rtdose.dcm", "rtdose_rle.dcm", "rtdose_expb_1frame.dcm"),
]
WITHOUT_PIXELS = ["reportsi.dcm", "rtplan.dcm", "test-SR.dcm", "waveform_ecg.dcm", "UN_sequence.dcm"]


def file_of(name: str) -> Path:
    from pydicom.data import get_testdata_file

    found = get_testdata_file(name, download=False)
    if found is None:
        pytest.skip(f"this release of pydicom does not bring {name}")
    return Path(str(found))


def by_pydicom(path: Path, frame: int) -> UInt8Array:
    """Return what pydicom's own functions make of a frame, in 8 bits."""
    from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_windowing

    header = pydicom.dcmread(path)
    values: AnyArray = header.pixel_array
    values = values[frame] if int(header.get("NumberOfFrames") or 1) > 1 else values
    if header.PhotometricInterpretation == "PALETTE COLOR":
        values = np.right_shift(apply_color_lut(values, header), 8)
    elif values.ndim == 3:
        values = np.right_shift(values, header.BitsStored - 8)
    if values.ndim == 3:
        return values.astype(np.uint8)
    units = apply_modality_lut(values, header).astype(np.float64)
    if "WindowCenter" in header:
        seen = apply_windowing(values if "RescaleSlope" not in header else units, header)
        top = 2.0**header.BitsStored - 1
        low, high = (-(top + 1) / 2, (top - 1) / 2) if header.PixelRepresentation else (0.0, top)
        slope, intercept = float(header.get("RescaleSlope") or 1), float(header.get("RescaleIntercept") or 0)
        seen = (seen - (low * slope + intercept)) / ((high - low) * slope)
    elif header.BitsStored <= 8:
        seen = units / (2.0**header.BitsStored - 1)
    else:
        low, high = np.percentile(units, (0.5, 99.5))
        low, high = (units.min(), units.max()) if low == high else (low, high)
        seen = (units - low) / (high - low)
    grey = (seen.clip(0, 1) * 255 + 0.5).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


@pytest.mark.parametrize("name", NAMES)
def test_21_every_file_is_what_pydicom_shows(name: str) -> None:
    file = file_of(name)
    pytest.importorskip("gdcm")
    pytest.importorskip("openjpeg")
    frames = page_count(file)
    assert frames == int(pydicom.dcmread(file).get("NumberOfFrames") or 1)
    for frame in {0, frames - 1}:
        seen = decode(file, page=frame + 1)
        assert np.abs(seen.astype(int) - by_pydicom(file, frame)).max() <= 1
    assert np.array_equal(decode(file), decode(file, page=1))
    info = inspect(file)
    assert (info.height, info.width, info.format) == (*decode(file).shape[:2], "DICOM")
    assert read_exif(file).problems == ()


@pytest.mark.parametrize("name", ["JPGExtended.dcm", "JPEG-lossy.dcm"])
def test_21_jpeg_with_twelve_bits_is_near_the_same_image_in_jpeg_2000(name: str) -> None:
    """The decoders that pydicom has under a free licence do not read these; both files show the same bones."""
    fixed = DisplayRange("project", 0, 255)
    seen, other = decode(file_of(name), display=fixed), decode(file_of("JPEG2000.dcm"), display=fixed)
    assert np.corrcoef(seen.ravel(), other.ravel())[0, 1] > 0.95


@pytest.mark.parametrize("name", WITHOUT_PIXELS)
def test_21_a_report_or_a_plan_is_said_to_have_no_pixels(name: str) -> None:
    with pytest.raises(ImageError, match="without pixels"):
        inspect(file_of(name))


@pytest.mark.parametrize("name", ["MR_truncated.dcm", "rtplan_truncated.dcm", "badVR.dcm", "meta_missing_tsyntax.dcm"])
def test_21_what_is_damaged_is_a_sentence(name: str) -> None:
    file = file_of(name)
    with pytest.raises(ImageError) as caught:
        decode(file)
    assert not str(caught.value).endswith(".")
    if name == "MR_truncated.dcm":
        assert str(caught.value) == "cut off in the middle"


def made(path: Path, values: AnyArray, **tags: object) -> Path:
    """Write a DICOM file of grey values, with more tags."""
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian

    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(str(tags.pop("syntax", ExplicitVRLittleEndian)))
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID("1.2.840.10008.5.1.4.1.1.2"), UID("1.2.3.4")
    file = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    file.SOPClassUID, file.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    file.Rows, file.Columns, file.SamplesPerPixel = (*values.shape[-2:], 1)
    file.BitsAllocated = file.BitsStored = 8 * values.dtype.itemsize
    file.HighBit, file.PixelRepresentation = file.BitsStored - 1, int(values.dtype.kind == "i")
    file.PhotometricInterpretation, file.PixelData = "MONOCHROME2", tags.pop("data", values.tobytes())
    for name, value in tags.items():
        setattr(file, name, [_dataset(one) for one in value] if isinstance(value, list) else value)
    assert isinstance(file, Dataset)
    file.save_as(path, enforce_file_format=True)
    return path


def _dataset(values: object) -> object:
    from pydicom.dataset import Dataset

    if not isinstance(values, dict):
        return values
    found = Dataset()
    for name, value in values.items():
        setattr(found, name, [_dataset(one) for one in value] if isinstance(value, list) else value)
    return found


RAMP = np.arange(256, dtype=np.int16).reshape(16, 16) * 10 - 1000


@pytest.mark.parametrize("kind", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
def test_21_each_kind_of_window_is_that_of_the_standard(tmp_path: Path, kind: str) -> None:
    from pydicom.pixels import apply_windowing

    file = made(
        tmp_path / "a.dcm",
        RAMP,
        WindowCenter=40,
        WindowWidth=400,
        VOILUTFunction=kind,
        RescaleSlope=2,
        RescaleIntercept=-100,
    )
    units = RAMP * 2.0 - 100
    seen = apply_windowing(units, pydicom.dcmread(file))
    wanted = (seen - seen.min()) / (seen.max() - seen.min()) * 255
    assert np.abs(decode(file)[..., 0] - wanted).max() <= (2 if kind == "SIGMOID" else 0.51)


def test_21_monochrome1_is_white_where_its_numbers_are_low(tmp_path: Path) -> None:
    plain = made(tmp_path / "a.dcm", RAMP, WindowCenter=40, WindowWidth=400)
    turned = made(tmp_path / "b.dcm", RAMP, WindowCenter=40, WindowWidth=400, PhotometricInterpretation="MONOCHROME1")
    assert np.array_equal(decode(turned), 255 - decode(plain))
    assert decode(turned)[0, 0, 0] == 255


def test_21_a_fixed_range_is_in_the_units_of_the_modality(tmp_path: Path) -> None:
    values = (RAMP / 100).astype(np.int16)
    dark = made(tmp_path / "a.dcm", values, RescaleSlope=1, RescaleIntercept=5, WindowCenter=1, WindowWidth=2)
    fixed = DisplayRange("project", -1000, 1000)
    units = values + 5.0
    assert np.abs(decode(dark, display=fixed)[..., 0] - (units + 1000) / 2000 * 255).max() <= 0.51
    own = decode(dark, display=DisplayRange("image"))
    assert (own.min(), own.max()) == (0, 255)


def test_21_a_table_of_grey_values_and_windows_of_frames(tmp_path: Path) -> None:
    table = {
        "LUTDescriptor": [256, 0, 8],
        "LUTData": np.arange(255, -1, -1).astype("<u2").tobytes(),
        "LUTExplanation": "",
    }
    values = np.arange(256, dtype=np.uint16).reshape(16, 16)
    seen = decode(made(tmp_path / "a.dcm", values, VOILUTSequence=[table]))
    assert np.abs(seen[..., 0].astype(int) - (255 - values)).max() <= 1
    frames = np.stack([values, values])
    of_frame = [{"FrameVOILUTSequence": [{"WindowCenter": 128, "WindowWidth": width}]} for width in (256, 64)]
    file = made(tmp_path / "b.dcm", frames, NumberOfFrames=2, PerFrameFunctionalGroupsSequence=of_frame)
    for page, width in ((1, 256), (2, 64)):
        wanted = ((values - 127.5) / (width - 1) + 0.5).clip(0, 1) * 255
        assert np.abs(decode(file, page=page)[..., 0] - wanted).max() <= 0.51


def test_21_hostile_headers_get_a_sentence_and_no_memory(tmp_path: Path) -> None:
    small = np.zeros((8, 8), np.uint16)
    huge = made(tmp_path / "huge.dcm", small, Rows=65_535, Columns=65_535)
    with pytest.raises(ImageError, match="GB of memory"):
        inspect(huge)
    lying = made(tmp_path / "lying.dcm", small, Rows=10_000, Columns=10_000)
    with pytest.raises(ImageError, match="cut off"):
        inspect(lying)
    many = made(tmp_path / "many.dcm", small, NumberOfFrames=2_000_000_000)
    with pytest.raises(ImageError, match="too many pages"):
        page_count(many)
    few = made(tmp_path / "few.dcm", small, NumberOfFrames=5)
    assert decode(few, page=1).shape == (8, 8, 3)
    with pytest.raises(ImageError, match="cut off"):
        decode(few, page=2)
    private = made(tmp_path / "private.dcm", small, syntax="1.2.826.0.1.3680043.9.9.9")
    with pytest.raises(ImageError, match="is not read"):
        decode(private)


def test_21_a_small_image_that_states_a_large_one_inside_is_not_believed(tmp_path: Path) -> None:
    from pydicom.encaps import encapsulate
    from pydicom.uid import JPEG2000Lossless, JPEGLSLossless

    values = np.zeros((600, 800), np.uint8)
    for syntax, coded in (
        (JPEG2000Lossless, imagecodecs.jpeg2k_encode(values, codecformat="j2k")),
        (JPEGLSLossless, imagecodecs.jpegls_encode(values)),
    ):
        file = made(tmp_path / "a.dcm", values, Rows=6, Columns=8, syntax=syntax, data=encapsulate([bytes(coded)]))
        with pytest.raises(ImageError, match="different sizes"):
            decode(file)
        whole = made(tmp_path / "b.dcm", values, syntax=syntax, data=encapsulate([bytes(coded)]))
        assert decode(whole).shape == (600, 800, 3)


def test_21_a_file_that_inflates_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pydicom.uid import DeflatedExplicitVRLittleEndian

    file = made(tmp_path / "a.dcm", np.zeros((8, 8), np.uint16), syntax=DeflatedExplicitVRLittleEndian)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = packer.compress(bytes(64 << 20)) + packer.flush()
    head = file.read_bytes()
    start = 128 + 4 + 12 + int.from_bytes(head[140:144], "little")
    file.write_bytes(head[:start] + bomb)
    monkeypatch.setattr(BUDGET, "limit", 100 << 20)
    with pytest.raises(ImageError, match="packed more densely"):
        inspect(file)


def test_21_a_folder_of_dicom_is_found_whatever_its_files_are_called(tmp_path: Path) -> None:
    made(tmp_path / "IM000001", RAMP)
    made(tmp_path / "b.dcm", RAMP)
    made(tmp_path / "c.ima", RAMP)
    (tmp_path / "no.dcm").write_bytes(b"not what it is called" * 9)
    (tmp_path / "DICOMDIR").write_bytes(bytes(128) + b"DICM" + bytes(40) + b"1.2.840.10008.1.3.10\0" + bytes(200))
    steps = list(walk(Folder(1, tmp_path, "")))
    assert [step.path for step in steps if isinstance(step, FoundFile)] == ["IM000001", "b.dcm", "c.ima"]
    told = {step.path: str(step.reason) for step in steps if isinstance(step, SkippedFile)}
    assert told["DICOMDIR"] == "is a list of DICOM files, not an image"
    assert "no.dcm" in told


def test_21_without_pydicom_the_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "IM000001", RAMP)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    signatures.missing_reader.cache_clear()
    try:
        (step,) = list(walk(Folder(1, tmp_path, "")))
        assert isinstance(step, SkippedFile)
        assert "once pydicom, an optional part" in str(step.reason)
        with pytest.raises(ImageError, match="once pydicom, an optional part"):
            decode(tmp_path / "IM000001")
    finally:
        signatures.missing_reader.cache_clear()


@pytest.mark.parametrize(
    ("tags", "risky"),
    [
        ({"Modality": "CT"}, False),
        ({"Modality": "US"}, True),
        ({"Modality": "US", "BurnedInAnnotation": "NO"}, False),
        ({"Modality": "CT", "BurnedInAnnotation": "YES"}, True),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}, True),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7.4", "BurnedInAnnotation": "NO"}, False),
    ],
)
def test_21_names_in_the_pixels_are_warned_about(tmp_path: Path, tags: dict[str, object], risky: bool) -> None:
    file = made(tmp_path / "a.dcm", RAMP, **tags)
    assert (probe(file).caution is not None) == risky
    told = [str(note) for note in finish(new_project(tmp_path / "p.labeler", [tmp_path])).notes]
    assert any("In one file a name or a number may be burnt into" in note for note in told) == risky


def test_21_groups_are_those_of_patients_and_studies_and_name_nobody(tmp_path: Path) -> None:
    people = [("Miller-17", "1.2.1"), ("Miller-17", "1.2.1"), ("Miller-17", "1.2.2"), ("Smith-4", "1.2.3")]
    shown = [
        dicom_patients.whom(made(tmp_path / f"{n}.dcm", RAMP, PatientID=patient, StudyInstanceUID=study))
        for n, (patient, study) in enumerate(people)
    ]
    studies = [one.group(b"secret") for one in shown]
    patients = [one.group(b"secret", by="patient") for one in shown]
    assert studies[0] == studies[1]
    assert len(set(studies)) == 3
    assert patients[0] == patients[1] == patients[2] != patients[3]
    assert not any("Miller" in name or "1.2" in name for name in studies + patients)
    assert studies != [one.group(b"another secret") for one in shown]
    assert dicom_patients.whom(made(tmp_path / "n.dcm", RAMP)).group(b"secret") == ""


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(st.data())
def test_21_damaged_files_are_an_image_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged dicom"
    folder.mkdir(exist_ok=True)
    name = data.draw(st.sampled_from(["MR_small_RLE.dcm", "CT_small.dcm", "SC_rgb_small_odd_jpeg.dcm", "rtdose.dcm"]))
    (folder / "a.dcm").write_bytes(cut(data, changed(data, file_of(name).read_bytes(), 132), 200))
    with suppress(ImageError):
        inspect(folder / "a.dcm")
        assert decode(folder / "a.dcm", page=page_count(folder / "a.dcm")).ndim == 3
