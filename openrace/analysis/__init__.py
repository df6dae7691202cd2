"""Questions over whole spaces of assumptions."""
