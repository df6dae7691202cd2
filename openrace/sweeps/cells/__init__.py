"""Cells of a sweep: the games of one side of a question at many parameter points, built and solved together.

``builder`` says what every kind of game does here and which numbers may vary fast, ``games`` does it for games of
plans, ``races`` for races. ``making`` takes the builder of a question's kind; ``summary`` keeps what matters of the
cells that were solved, and ``concepts`` solves them under any solution concept.
"""
