"""The functions of ``import openrace``: generous in what they take, strict in what they hand on.

``arguments`` reads what users write, ``asking`` has the questions about one game, ``surveying`` those over whole ranges
of assumptions, ``isolating`` those that isolate them, ``listing`` what there is. The modules below take one form of
each argument only.
"""
