"""Who adopts or releases first, and when."""
