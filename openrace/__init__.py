"""Questions over assumptions, and the face: shift, story, sweep, map, flip, and the shell."""
