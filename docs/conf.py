"""The documentation site: ``make docs`` builds it into docs/_build/html, with warnings as errors."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "openrace"
author = "The openrace authors"
release = version_of("openrace")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx_design",
]
exclude_patterns = ["_build", "tools", "**.ipynb_checkpoints"]
templates_path: list[str] = []

# Tutorials are notebooks in text: every cell runs while the site is built, and an error stops it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["config.cache"]

autodoc_typehints = "none"
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": False, "show-inheritance": False}

html_theme = "pydata_sphinx_theme"
html_title = "openrace"
html_theme_options = {"show_toc_level": 2, "navbar_align": "left", "show_prev_next": True}
html_static_path: list[str] = []
