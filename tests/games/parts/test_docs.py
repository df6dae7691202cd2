"""What is said of a number is the text below it, wherever its class was written."""

import runpy
from pathlib import Path

from games.parts.docs import doc_of
from games.parts.part import Part
from games.release.lab import Lab
from games.release.release_game import ReleaseGame

OWN = """
from games.parts.part import Part

class Mine(Part):
    depth: float = 1.0
    '''How deep it goes,
    in metres.'''
    bare: float = 2.0
    kept: float = 3.0
    '''Said of the parent.'''

    def twice(self):
        return 2 * self.depth

class Child(Mine):
    depth: float = 2.0
    more: float = 0.0
    '''Its own.'''

    def thrice(self):
        return 3 * self.depth
"""


def test_texts_are_those_below_the_numbers() -> None:
    assert doc_of(ReleaseGame, "labs") == "The players."
    assert doc_of(Lab, "name")


def test_a_file_that_was_run_keeps_its_texts_and_a_number_declared_anew_may_have_another_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(OWN)
    names = runpy.run_path(str(file), run_name="somebodys_parts")
    mine, child = names["Mine"], names["Child"]
    assert [doc_of(mine, f) for f in mine.model_fields] == ["How deep it goes,\nin metres.", "", "Said of the parent."]
    assert [doc_of(child, f) for f in ("depth", "kept", "more")] == [
        doc_of(mine, "depth"),
        "Said of the parent.",
        "Its own.",
    ]


def test_two_classes_of_one_name_are_told_apart() -> None:
    def first() -> type[Part]:
        class Twin(Part):
            a: float = 0.0
            """First."""

        return Twin

    def second() -> type[Part]:
        class Twin(Part):
            a: float = 0.0
            b: float = 0.0
            """Second."""

        return Twin

    assert (doc_of(first(), "a"), doc_of(second(), "a"), doc_of(second(), "b")) == ("First.", "", "Second.")


def test_the_json_schema_says_what_every_number_is() -> None:
    told = ReleaseGame.model_json_schema()
    assert told["properties"]["labs"]["description"] == doc_of(ReleaseGame, "labs")
    assert told["$defs"]["Lab"]["properties"]["name"]["description"] == doc_of(Lab, "name")
