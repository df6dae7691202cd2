"""Speed and completeness against other libraries, answers compared; run by ``make bench``."""
