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
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "tools", "examples", "**.ipynb", "**.ipynb_checkpoints"]
templates_path: list[str] = []

# Tutorials are notebooks in text: every cell runs while the site is built, and an error stops it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["config.cache"]

# The gallery: every example runs while the site is built, and an error stops it.
sphinx_gallery_conf = {
    "within_subsection_order": "docs.tools.gallery.Order",
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\.py$",
    "abort_on_example_error": True,
    "capture_repr": (),
    "image_srcset": ["2x"],
    "download_all_examples": False,
    "show_signature": False,
    "write_computation_times": False,
    "min_reported_time": 3600,
}

autodoc_typehints = "none"
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": False, "show-inheritance": False}

html_theme = "pydata_sphinx_theme"
html_title = "openrace"
html_theme_options = {
    "show_toc_level": 2,
    "navbar_align": "left",
    "show_prev_next": True,
}
# Pages without sections then have no bar on the right, and room for code.
html_show_sourcelink = False
html_static_path: list[str] = []
