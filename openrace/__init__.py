"""Questions over assumptions, and the face: shift, story, sweep, map, flip, and the shell.

Each question is a module with a function of its name: ``from openrace.questions.shift import shift``. Importing the
package alone loads none of them.
"""

__version__ = "0.1.0"
