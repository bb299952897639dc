"""The methods report: everything to repeat the work, nothing that names an image or a person, one file."""

import base64
import re
import zlib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.disputes import read_disputes
from desktop_labeler.data.decisions.history import By, assign, clear, decide, exclude
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, LabelerError
from desktop_labeler.jobs.audits.certify import begin_certificate, end_certificate
from desktop_labeler.jobs.audits.draw_audit import begin_audit
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.reports.report_blocks import blocks
from desktop_labeler.jobs.reports.report_facts import read_facts
from desktop_labeler.jobs.reports.report_html import as_html
from desktop_labeler.jobs.reports.report_methods import methods
from desktop_labeler.jobs.reports.report_parts import Block, Heading, Table, Text
from desktop_labeler.jobs.reports.report_pdf import as_pdf, column_widths
from desktop_labeler.jobs.reports.report_references import references
from desktop_labeler.jobs.reports.report_rules import rules
from desktop_labeler.jobs.reports.report_wording import LANGUAGES, Language, Wording
from desktop_labeler.jobs.reports.write_methods_report import write_methods_report
from desktop_labeler.messages import Message
from desktop_labeler.progress import finish
from tests.making import label_images, make_project

SECRETS = ("secretplace", "secretname", "Anneliese", "Bertram", "hidden project")
COUNT = 200


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Labels by two people, an audit, a certified accept, an excluded image and one without its file."""
    path = tmp_path / "hidden project.labeler"
    names = [f"secretplace/secretname{number:03}.png" for number in range(COUNT)]
    ann, ben = By("Anneliese"), By("Bertram")
    with make_project(path, names, files=True) as project:
        label_images(project, ["owl", "kite", *["owl"] * 18, *[None] * (COUNT - 20)], ann)
        decide(project, [1, 2, 3], assign([1, 2, 1]), kind="assign", what="Again", by=ben, again=True)
        decide(project, [4], exclude(), kind="exclude", what="Exclude", by=ben)
        arrays: dict[str, AnyArray] = {
            "round/ids": np.arange(21, COUNT + 1),
            "round/suggested": np.ones(COUNT - 20, np.int32),
            "round/confidence": np.linspace(0.95, 0.91, COUNT - 20).astype(np.float32),
        }
        save_arrays(project, arrays, {})
        begin_audit(project, "labels", 10, 0.95, seed=1)
        _answer(project)
        begin_certificate(project, 0.9, seed=2)
        _answer(project)
        assert end_certificate(project, ann).accepted
        with project.transaction() as db:
            db.execute("UPDATE image SET problem = 'missing' WHERE id = 5")
    return path


def _answer(project: Project) -> None:
    audit = audits.current_audit(project)
    assert audit is not None
    for image, claim in zip(audit.images, audit.claims, strict=True):
        by = By("Anneliese", "Audit")
        decide(project, [image], assign(claim), kind="assign", what="Blind", by=by, again=True)


class _Page(HTMLParser):
    """Collects the text and every address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.addresses, self.tags = "", [""], set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


def _page(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def test_a_report_says_what_was_done_and_names_nobody(project: Path, tmp_path: Path) -> None:
    out = finish(write_methods_report(project, tmp_path / "out.html"))
    page = _page(out)
    text = " ".join(page.text.split())
    for expected in ("199 images", "owl", "kite", "Person 1", "Person 2", "Certificates", "in force"):
        assert expected in text
    assert "Krippendorff's alpha" in text
    assert "In a simple random sample of 10 of 19 labels" in text
    assert "In einer" in text  # the paragraph is in both languages
    assert "missing" in text  # what was left out, and why
    assert "Clopper" in text
    assert "By the confidence that was shown" in text
    assert "Wilson EB" in text  # whose intervals that table has
    assert "Zhou" not in text  # no round, so its methods are not cited
    whole = out.read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in whole]
    assert all(address == "" or address.startswith("data:image/jpeg;base64,") for address in page.addresses)
    assert not page.tags & {"script", "link", "iframe"}
    with Project(project, "read") as opened:
        assert len(page.addresses) > 1
        assert opened.number("SELECT count(*) FROM image") == COUNT


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cited_is_listed_and_nothing_else(project: Path, language: Language) -> None:
    with Project(project, "read") as opened:
        facts = read_facts(opened)
    listed = references(facts)
    text = methods(facts, Wording(language)) + "".join(rule for _, rule in rules(facts, Wording(language)))
    numbers = [int(n) for each in re.findall(r"\[([\d, ]+)\]", text) for n in each.split(",")]
    assert sorted(set(numbers)) == list(range(1, len(listed) + 1))


def test_one_of_everything_is_worded_as_one(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"], files=True) as project:
        label_images(project, ["owl"], By("Ann"))
        facts = read_facts(project)
    english, german = (methods(facts, Wording(language)) for language in LANGUAGES)
    assert not re.search(
        r"\b1 (images|classes|labels|answers|decisions|people|minutes|Bilder|Klassen|Labels|Antworten)\b",
        english + german,
    )
    assert "One person gave 1 answer on" in english
    assert "Eine Person gab 1 Antwort am" in german
    assert " between " not in english


def test_a_lower_bound_is_rounded_down() -> None:
    assert Wording("en").at_least(0.70588) == "70.5 %"
    assert Wording("de").at_least(0.29) == "29,0 %"


def test_names_are_said_when_allowed_and_paths_never(project: Path, tmp_path: Path) -> None:
    out = finish(write_methods_report(project, tmp_path / "out.html", names=True, language="de"))
    whole = out.read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret in whole] == ["Anneliese", "Bertram", "hidden project"]
    assert "Wie diese Labels entstanden sind" in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_names_of_folders_files_and_people_stay_out(tmp_path: Path, language: Language) -> None:
    parts = ("Ωmega ward", "it's <b>&amp; x", "%2Fpatient", "名前", "ПАЦИЕНТ №7")
    people = ("Dr. Żółć <Ben>", "O'Hara & Söhne", "张伟")
    paths = [f"{parts[0]}/{part} {at}.png" for at, part in enumerate(parts)]
    with make_project(tmp_path / "Klinik Süd 💉.labeler", paths, files=True) as project:
        for at, name in enumerate(people):
            label_images(project, [["owl", "kite"][at % 2]] * len(paths), By(name))
        with project.transaction() as db:
            db.execute("UPDATE image SET problem = ? WHERE id = 1", (Message("damaged").stored(),))
        path = project.path
    out = finish(write_methods_report(path, tmp_path / "out.html", language=language)).read_text(encoding="utf-8")
    written = unescape(out)
    assert not [name for name in (*parts, *people, "Klinik", "Süd") if name in written or name in out]
    named = finish(write_methods_report(path, tmp_path / "named.html", names=True, language=language))
    told = unescape(named.read_text(encoding="utf-8"))
    assert all(name in told for name in (*people, "Klinik Süd 💉"))
    assert not [name for name in parts if name in told]


def test_the_digests_are_those_of_an_export(project: Path, tmp_path: Path) -> None:
    text = _page(finish(write_methods_report(project, tmp_path / "out.html"))).text
    finish(export(project, tmp_path / "out.csv", format="csv"))
    manifest = (tmp_path / "out.csv.manifest.json").read_text(encoding="utf-8")
    found = re.search(r'"labels_sha256": "([0-9a-f]{64})"', manifest)
    assert found is not None
    assert found[1] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_told_apart_by_the_way_they_came(tmp_path: Path, language: Language) -> None:
    path, table = tmp_path / "p.labeler", tmp_path / "ann.csv"
    with make_project(path, [f"{number}.png" for number in range(6)], files=True) as project:
        label_images(project, ["owl", "kite", None, None, None, None], By("Ben"))
    table.write_text("rel_path,label\n" + "".join(f"{number}.png,owl\n" for number in range(5)), encoding="utf-8")
    finish(import_labels(path, table, format="csv", by=By("Ann"), as_human=True, decided="take"))
    with Project(path, "read") as project:
        facts = read_facts(project)
    said = {one.name: (one.answers, one.files, one.by_hand, one.decisions) for one in facts.people}
    assert said == {"Ann": (5, 5, 0, 1), "Ben": (2, 0, 2, 1)}
    assert next(one.seconds for one in facts.people if one.name == "Ann") is None  # nobody knows how long it took
    text = methods(facts, Wording(language))
    assert ("7 answers" if language == "en" else "7 Antworten") in text
    assert not re.search(r"\b0 (minutes|Minuten)\b", text)
    assert "decision" not in text.split(":")[0]


def test_a_report_in_german_is_german(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    (folder / "clip.mp4").write_bytes(b"\0" * 20)
    finish(new_project(tmp_path / "p.labeler", [folder]))
    text = _page(finish(write_methods_report(tmp_path / "p.labeler", tmp_path / "o.html", language="de"))).text
    assert "ein Video; seine Einzelbilder werden Bilder, wo ein neues Projekt sie verlangt" in text
    text = text[text.index("Geschrieben von") :]
    own = text.replace(text[text.index("Auf Englisch:") : text.index("Bilder, und was")], "")
    assert not re.search(r"\b(the|of|are|with|any|round|flips|decisions|auto|schema|system)\b", own)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_pdf_is_written_without_qt(project: Path, tmp_path: Path, language: str) -> None:
    out = finish(write_methods_report(project, tmp_path / "out.pdf", language="de" if language == "de" else "en"))
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert not [secret for secret in SECRETS if secret.encode() in data]


def test_an_earlier_audit_can_be_drawn_again_and_the_rules_are_said(project: Path, tmp_path: Path) -> None:
    with Project(project, "read") as opened:
        facts = read_facts(opened)
    first, last = facts.audits
    assert (first.design, first.seed, first.looks, first.target, first.part) == ("simple", 1, 1, 0.95, False)
    assert (last.seed, last.target) == (2, 0.9)
    assert (facts.trials, facts.rule, facts.merges, facts.undone) == (1, "latest", 0, 0)
    text = " ".join(_page(finish(write_methods_report(project, tmp_path / "out.html"))).text.split())
    for rule in ("the latest counts", "1 certified accept was begun", "hypergeometric distribution", "delta method"):
        assert rule in text
    assert "Hansen" not in text  # no audit was drawn by doubt


def test_headings_and_digests_keep_their_words_whole_in_a_pdf() -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    as_pdf([Heading("registers the fonts")])
    columns = ["When", "Of", "Drawn", "Seed", "Looks", "Target", "Checked", "Wrong", "Unsure", "Right (95 % interval)"]
    row = [
        "2026-11-30",
        "1,000,000 suggestions, some only",
        "in proportion to classes",
        "4294967295",
        *"1234",
        "5",
        "6",
    ]
    for width, word in zip(column_widths(Table(columns, [row]), 495.0), columns, strict=True):
        assert width >= stringWidth(word.split()[0], "Report-Bold", 8)
    _, digest = column_widths(Table(["What", "Value"], [["SHA-256 of all labels", "f" * 64]]), 495.0)
    assert digest >= stringWidth("f" * 64, "Report", 8)
    assert sum(column_widths(Table(columns, [[*row[:-1], "x" * 400]]), 495.0)) == pytest.approx(495.0)


def test_an_empty_project_has_a_report_too(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", []):
        pass
    for name in ("out.html", "out.pdf"):
        assert finish(write_methods_report(tmp_path / "p.labeler", tmp_path / name)).stat().st_size > 1000


def test_other_endings_and_taken_places_are_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="not the name of a report"):
        finish(write_methods_report(project, tmp_path / "out.docx"))
    (tmp_path / "mine.html").write_text("precious")
    with pytest.raises(FormatError, match="exists already"):
        finish(write_methods_report(project, tmp_path / "mine.html"))
    assert (tmp_path / "mine.html").read_text() == "precious"


@given(text=st.text(max_size=60))
def test_no_text_of_the_data_is_markup(text: str) -> None:
    written: list[Block] = [Heading("Title"), Text(text, to_copy=True), Table(["a", "b"], [[text, "1"]])]
    page = _Page()
    page.feed(as_html(written, "en"))
    own = "html head meta title style body h1 p table thead tbody tr th td"
    assert page.tags <= set(own.split())


@pytest.mark.parametrize("text", ["<b>bold", "a & b", "</para>", "עברית 中文 🦠", "x" * 3000, "\x00\x1b[0m", "&lt;"])
def test_a_pdf_takes_every_text(text: str) -> None:
    assert as_pdf([Heading(text), Text(text), Table(["a", text], [[text, "1"]] * 3)]).startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kappa_that_tells_nothing_is_not_given(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(4)], files=True) as project:
        label_images(project, ["owl", "owl", "owl", "kite"], By("Ann"))
        decide(project, [1, 2, 3, 4], assign(1), kind="assign", what="Again", by=By("Ben"), again=True)
    text = _page(finish(write_methods_report(path, tmp_path / "o.html", language=language))).text
    assert ("Kappa is not given" if language == "en" else "Kappa steht nicht da") in text
    assert "0.00 (0.00" not in text.replace(",", ".")


def test_it_says_formats_sizes_and_on_how_many_images_people_disagree(project: Path, tmp_path: Path) -> None:
    def text(language: Language) -> str:
        out = tmp_path / f"{language}{len(list(tmp_path.iterdir()))}.html"
        return " ".join(_page(finish(write_methods_report(project, out, language=language))).text.split())

    with Project(project) as opened:
        opened.db.execute("UPDATE image SET width = 40 + id, height = 30")
        disputes = [one.image for one in read_disputes(opened)]
        width = opened.rows("SELECT min(width), max(width) FROM image WHERE problem IS NULL")[0]
    assert disputes
    page = text("en")
    assert f"Files by format: {COUNT - 1} PNG. Width {width[0]}–{width[1]} pixels, height 30 pixels" in page
    assert f"disagree on {len(disputes)} image" in page
    assert "of which none was settled" in page
    with Project(project) as opened:
        decide(opened, disputes[:1], assign(1), kind="adjudicate", what="Settle", by=By("Cleo"))
    assert "of which 1 was settled" in text("en")
    assert "davon wurde 1 durch eine weitere Entscheidung geklärt" in text("de")


def test_answers_that_were_withdrawn_are_not_counted(project: Path) -> None:
    with Project(project) as opened:
        before = {one.name: one.answers for one in read_facts(opened).people}
        decide(opened, [1, 2, 3, 4], clear(), kind="unlabel", what="Take back", by=By("Bertram"))
        after = {one.name: one.answers for one in read_facts(opened).people}
    assert before.pop("Bertram") == 4
    assert after == before


def _ruled(pdf: bytes) -> list[int]:
    """Return how many lines each page has, in order: a table draws one below each of its rows."""
    streams = re.findall(rb"/ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [zlib.decompress(base64.a85decode(b"<~" + one.strip(), adobe=True)).count(b" l S") for one in streams]


@pytest.mark.parametrize("above", range(24, 42))
def test_a_short_table_and_its_note_stand_on_one_page(above: int) -> None:
    """The note is the last thing that is written, so the whole table is on the last page."""
    table, note = Table(["Person", "Images"], [[f"Row {at}", "1"] for at in range(6)]), Text("note " * 60)
    lines = _ruled(as_pdf([Heading("Title"), *[Text("filler")] * above, Heading("Who decided"), table, note]))
    assert lines[-1] > 6
    assert not any(lines[:-1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ended", [False, True])
def test_a_weighted_audit_can_be_drawn_again_and_is_ended_only_when_it_is(
    tmp_path: Path, language: Language, ended: bool
) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(252)]) as project:
        label_images(project, ["owl", "kite"] * 126, By("Ann"))
        doubts: dict[str, AnyArray] = {
            "round/ids": np.arange(1, 253),
            "round/doubt": np.linspace(0, 0.9, 252).astype(np.float32),
        }
        save_arrays(project, doubts, {})
        audit = begin_audit(project, "labels", 100, 0.9, seed=5, design="doubt")
        drawn, checked = len(audit.images), len(audit.images) - 27
        assert drawn < 100
        for image, claim in zip(audit.images[:checked], audit.claims[:checked], strict=True):
            by = By("Ann", "Audit")
            decide(project, [image], assign(claim), kind="assign", what="Blind", by=by, again=True)
        if ended:
            audits.end(project, audit)
        for _ in range(2):  # as the audit that began last, and as an earlier one
            facts, say = read_facts(project), Wording(language)
            text = methods(facts, say)
            tables = [one for one in blocks(facts, {}, say, names=False, made=audit.began) if isinstance(one, Table)]
            cells = [cell for table in tables for row in table.rows for cell in row]
            assert say("100 draws with replacement", "100 Ziehungen mit Zurücklegen") in text
            assert any(say("100 draws", "100 Ziehungen") in cell for cell in cells)
            left = say(f"ended before the other 27 of {drawn}", f"beendet, bevor die übrigen 27 von {drawn}")
            assert (left in text) == ended
            still = say(f"still under way: 27 of {drawn}", f"noch nicht beendet: 27 von {drawn}")
            assert (still in text) != ended
            if not ended:
                break
            begin_audit(project, "labels", 10, 0.9, seed=6)
