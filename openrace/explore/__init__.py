"""The explorer: move an assumption, watch the answer, share the link."""
